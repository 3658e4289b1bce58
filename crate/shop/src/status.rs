//! What the words of a status column say about an order.

use crate::recognise::name::Name;

/// What a status says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Cancelled, voided, closed.
    Cancelled,
    /// Not paid (yet).
    Unpaid,
    /// Closed since nobody paid.
    Lapsed,
    /// All of it was paid back.
    Refunded,
    /// A part was paid back.
    PartlyRefunded,
    /// Paid, sent, done.
    Counted,
}

/// Longer texts are sentences of people, not states.
const LONGEST: usize = 48;

/// What is asked for, under way or denied says nothing of what became of the order: it is taken out of
/// the text before the rest is read.
const ASIDE: &str = "无售后,售后取消,售后关闭,未申请退款,没有申请退款,无退款,未退款,退款关闭,退款失败,取消退款,退款取消,退款撤销,\
拒绝退款,退款中,退货中,申请退款,申请退货,待退款,等待退款,退款待,退款处理,申请取消,取消中,锁定,\
not refunded,no refund,refund request,refund reject,refund declin,refund denied,refund fail,refund cancel,refund pending,\
refund in pro,pending refund,return request,return pending,return in pro,return reject,return initiated,cancellation request,cancel request,\
request cancel,cancellation reject,cancel reject,not cancel,in cancel,remboursement en cours,demande de remboursement";

/// Words by the state that they say, in the order that they are looked for: what was paid back first, since
/// `未发货，退款成功` names sending as well.
///
/// A word of letters stands for all that begin with it, one that ends in a stop for itself alone; `=` asks
/// for the whole text. Chinese and Japanese words may stand anywhere.
const WORDS: [(State, &str); 6] = [
    (
        State::PartlyRefunded,
        "部分退,部分已退,已部分退,一部返金,partial refund,partially refund,partly refund,refunded partial,refund partial,\
partially return,partial return,partly return,partiellement rembours,rembourse partiel,remboursement partiel,teilweise erstattet,teilerstatt,\
teilweise zuruck,reembolso parcial,reembolsado parcial,parcialmente reembols,parzialmente rimbors,rimborso parziale,\
rimborsato parzial,gedeeltelijk terug,deels terug",
    ),
    (
        State::Refunded,
        "退款成功,已退款,全额退,退款完成,已退货,退货完成,退货成功,退货退款,仅退款,已全额退,=已退,=退款,=退货,返金,返品,\
refunded,=refund,fully refund,full refund,=returned,=return,shipped returned to seller,shipped returning to seller,chargeback,charged back,\
rembours,=retourne,=retournee,erstattet,erstattung,ruckerstatt,zuruckerstatt,=retourniert,reembols,=devuelto,=devolvido,rimbors,\
terugbetaald,=geretourneerd,=retour",
    ),
    (
        State::Unpaid,
        "支付失败,付款失败,payment fail,payment error,payment reject,payment declin,payment expire,payment cancel,payment void,\
erreur de paiement,paiement refuse,paiement echoue,zahlungsfehler,zahlung fehlgeschlagen,zahlung abgelehnt,pago fallido,pago rechazado,\
error en el pago,pagamento fallito,pagamento rifiutato,pagamento recusado,betaling mislukt",
    ),
    (
        State::Cancelled,
        "取消,关闭,作废,删除,已过期,不成立,拼单失败,拼团失败,成团失败,未成团,撤单,撤销,キャンセル,中止,\
cancel,void.,voided,expired,=rejected,abandoned,=trash,=deleted,=closed,=geschlossen,=ferme,=fermee,=cerrado,=chiuso,=gesloten,=fechado,trade closed,order closed,closed by,closed unpaid,closed not paid,\
transaction closed,storn,annul,anulad,anulat,geannul,=expire,=expiree,=abgelaufen,=abgebrochen,=vervallen",
    ),
    (
        State::Unpaid,
        "待付,等待买家付款,未付,未支付,待支付,等待付款,待买家付款,等待支付,待成团,未入金,入金待,入金前,支払待,支払い待,未払,\
unpaid,not paid,not yet paid,pending payment,awaiting payment,payment pending,awaiting bank,awaiting check,awaiting cheque,awaiting wire,\
payment await,payment due,waiting for payment,wait buyer pay,waiting payment,to pay.,payment incomplete,requires payment,authorized,authorised,\
on hold,checkout draft,=draft,=pending,=failed,=declined,=incomplete,=overdue,\
en attente de paiement,en attente du paiement,attente paiement,attente de virement,en attente de reglement,attente de cheque,\
non paye,impaye,=en attente,=offen,unbezahlt,nicht bezahlt,zahlung ausstehend,zahlung offen,ausstehende zahlung,warten auf zahlung,\
wartet auf zahlung,=ausstehend,pendiente de pago,pendiente pago,pago pendiente,esperando pago,no pagad,sin pagar,impagad,=pendiente,\
aguardando pagamento,pagamento pendente,pendente de pagamento,nao pag,=pendente,in attesa di pagamento,in attesa del pagamento,\
in attesa pagamento,non pagat,da pagare,=in attesa,in afwachting van betaling,wacht op betaling,niet betaald,onbetaald,betaling openstaand,\
=openstaand",
    ),
    (
        State::Counted,
        "成功,已付,发货,出货,完成,签收,收货,出库,已支付,已成交,待评价,正常,核销,已结束,备货,打包,配送,派送,已成团,已拆单,处理中,待处理,\
発送,完了,処理中,入金済,支払済,支払い済,出荷,配達,\
paid.,partially paid,ship,unship,complet,process,=delivered,delivered.,fulfill,unfulfill,partially fulfill,partially ship,fulfilled,succeeded,\
success,captured,in transit,confirmed,dispatched,=partial,=pending shipment,awaiting fulfil,awaiting ship,awaiting pick,awaiting collect,\
ready to,ready for,=ready,preparing,=packed,=picked,invoice sent,=archived,preorder,pre order,backorder,in production,=accepted,=approved,\
=finished,trade finish,trade success,buyer sign,wait seller,wait buyer confirm,=payee,=paye,paiement accepte,expedie,=livre,=livree,\
=en cours,en cours de,preparation,=termine,=terminee,=complete,bezahlt,versendet,versandt,verschickt,geliefert,zugestellt,abgeschlossen,=vollstandig,\
in bearbeitung,enviad,entregad,pagad,=pago,completad,procesando,preparacion,spedit,consegnat,pagat,evas,in lavorazione,\
verzonden,betaald,voltooid,afgerond,geleverd,in behandeling,concluid,aprovad",
    ),
];

/// Traditional and Japanese characters of states, beyond those of headers.
const PAIRS: [(char, char); 7] = [
    ('敗', '败'),
    ('過', '过'),
    ('簽', '签'),
    ('無', '无'),
    ('刪', '删'),
    ('鎖', '锁'),
    ('廢', '废'),
];

/// The state that a word says; `None` for words that say nothing about payment.
pub(crate) fn classify(text: &str) -> Option<State> {
    let text = text.trim();
    if text.len() > LONGEST * 2 || text.chars().count() > LONGEST {
        return None;
    }
    // What stands in brackets is a part of the state.
    let open: String = text
        .chars()
        .map(|c| match c {
            '(' | ')' | '（' | '）' | '[' | ']' | '【' | '】' | '{' | '}' => ' ',
            _ => PAIRS.iter().find(|p| p.0 == c).map_or(c, |p| p.1),
        })
        .collect();
    let mut words = [" ", Name::new(&open).words.trim_start_matches("wc "), " "].concat();
    let mut aside = false;
    for word in ASIDE.split(',') {
        if says(&words, word) {
            words = words.replace(word, "");
            aside = true;
        }
    }
    let of = |text: &str, state: Option<State>| {
        let mut lists = WORDS
            .iter()
            .filter(|of| state.is_none_or(|state| of.0 == state));
        lists.find(|(_, list)| list.split(',').any(|word| says(text, word)))
    };
    let (state, list) = match of(&words, None) {
        Some(found) => *found,
        None => return aside.then_some(State::Counted),
    };
    let closed_unpaid = match state {
        State::Cancelled => of(&words, Some(State::Unpaid)).is_some(),
        // `payment cancelled` is a payment that failed, `cancelled - payment failed` an order that is closed too.
        State::Unpaid => {
            let rest = list.split(',').fold(words, |rest, w| rest.replace(w, ""));
            of(&rest, Some(State::Cancelled)).is_some()
        }
        _ => false,
    };
    Some(if closed_unpaid { State::Lapsed } else { state })
}

/// Whether a text says a word; the text stands between spaces.
fn says(text: &str, word: &str) -> bool {
    if let Some(whole) = word.strip_prefix('=') {
        return text.trim() == whole;
    }
    let (stem, alone) = match word.strip_suffix('.') {
        Some(stem) => (stem, true),
        None => (word, false),
    };
    if !stem.is_ascii() {
        return !text.is_ascii() && text.contains(stem);
    }
    // By the starts of words: a search of its own for each of the many stems would take longer.
    text.match_indices(' ').any(|(space, _)| {
        text[space + 1..]
            .strip_prefix(stem)
            .is_some_and(|rest| !alone || rest.starts_with(' '))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_both_languages() {
        for (word, state) in [
            ("交易成功", State::Counted),
            ("交易关闭", State::Cancelled),
            ("等待买家付款", State::Unpaid),
            ("买家已付款，等待卖家发货", State::Counted),
            ("卖家已发货，等待买家确认", State::Counted),
            ("已取消", State::Cancelled),
            ("未发货，退款成功", State::Refunded),
            ("已发货，部分退款", State::PartlyRefunded),
            ("无售后或售后取消", State::Counted),
            ("待付款", State::Unpaid),
            ("partially_refunded", State::PartlyRefunded),
            ("Voided", State::Cancelled),
            ("wc-completed", State::Counted),
            ("Pending", State::Unpaid),
            ("Shipped - Delivered to Buyer", State::Counted),
        ] {
            assert_eq!(classify(word), Some(state), "{word}");
        }
        assert_eq!(classify("Blue mug"), None);
    }

    #[test]
    fn spellings_and_languages() {
        for (state, words) in [
            (
                State::Cancelled,
                "訂單取消,交易關閉,不成立,拼单失败,未成团,超时关闭,已过期,已過期,(删除)等待出库,（刪除）等待出庫,TRADE_CLOSED,\
TRADE_CLOSED_BY_TAOBAO,order_canceled,orderCancelled,Order cancelled,CANCELED_BY_CUSTOMER,Cancelled - out of stock,Annulé,Annulée,\
Stornierung,Storniert,Cancelado,Annullato,Geannuleerd,キャンセル,已取消，未申请退款",
            ),
            (
                State::Unpaid,
                "WAIT_BUYER_PAY,to_pay,Payment failed,Payment cancelled,支付失败,Draft,Not paid yet,Awaiting Payment,En attente de paiement,\
En attente de virement bancaire,Zahlung ausstehend,Pendiente de pago,In attesa di pagamento,Onbetaald,Aguardando pagamento,尚未付款,(锁定)等待付款,\
未付款,待成团,入金待ち,支払い待ち,Wacht op betaling,Paiement refusé",
            ),
            (
                State::Refunded,
                "退貨退款,已退货退款,仅退款成功,Return,Returned,Refunded (full),Remboursée,Reembolsado,Rimborsato,Terugbetaald,\
Erstattet,Zurückerstattet,返金済み",
            ),
            (
                State::PartlyRefunded,
                "已部分退款,Partially Refunded,Partiellement remboursé,Teilweise erstattet,Reembolso parcial",
            ),
            (
                State::Counted,
                "(锁定)等待出库,（鎖定）等待出庫,退款中,Refund requested,退款关闭,已出貨,待出貨,交易完成,TRADE_FINISHED,WAIT_SELLER_SEND_GOODS,Expédiée,Unfulfilled,\
Awaiting fulfillment,In Bearbeitung,Payé,Pagado,Betaald,発送済み,処理中,Concluído,Em processamento,In lavorazione,Terminée,En cours,partially_paid",
            ),
        ] {
            for word in words.split(',') {
                assert_eq!(classify(word), Some(state), "{word}");
            }
        }
        for word in [
            "已关闭(超时未支付)",
            "交易关闭（买家未付款）",
            "(删除)等待付款",
            "closed unpaid",
            "Cancelled - not paid",
            "已取消（支付失败）",
            "Cancelled - payment failed",
        ] {
            assert_eq!(classify(word), Some(State::Lapsed), "{word}");
        }
        for word in [
            "Lost",
            "Disputed",
            "Returned to sender",
            "拒收",
            "Toilette",
            "Mailing",
        ] {
            assert_eq!(classify(word), None, "{word}");
        }
    }
}
