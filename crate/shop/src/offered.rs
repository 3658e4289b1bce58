//! Cells of a product's status: whether customers can buy it.

use crate::none_left::says_none_left;
use crate::recognise::name::Name;

/// Why nobody can buy a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unoffered {
    /// None is left.
    SoldOut,
    /// It is not on sale: a draft, taken down, given up.
    Delisted,
}

/// What says that a product is not on sale. Chinese words may stand anywhere; of others a text begins with one.
const GONE: &str = "下架,下柜,仓库中,停售,停产,退市,未上架,待上架,未上柜,未发布,未启用,停用,禁用,禁售,不可售,草稿,已归档,\
已删除,已关闭,已隐藏,回收站,审核中,待审核,审核不通过,审核失败,\
draft,archive,inactive,not active,discontinued,delist,de listed,unlisted,not listed,unpublished,not published,disabled,hidden,private,\
trash,deleted,removed,retired,obsolete,end of life,eol,off shelf,off sale,not for sale,no longer,suspended,suppressed,blocked,incomplete,\
ended,expired,closed,unavailable";

/// What is planned, undone or denied says nothing of today, and is taken out first.
const ASIDE: &str =
    "未下架,不下架,待下架,即将下架,上下架,未停售,未停产,未删除,未禁用,not discontinued";

/// What says no to a header that asks, and what says yes.
const NO: &str = "0,-1,false,no,n,f,否,不,無,无,×";
const YES: &str = "1,true,yes,y,t,是,✓,√,on,continue,notify,allow,允许";

/// Headers that ask yes or no about being sold, without spaces; a number below another header is a code of its shop.
const ASKING: &str =
    "published,visible,active,enabled,listed,online,上架,在售,启用,发布,可售,instock,有货,库存";
/// Of these, what asks whether any is left.
const ASKING_STOCK: &str = "instock,有货,库存";
/// Headers to which yes means that it is no longer sold.
const ASKING_GONE: &str = "下架,停售,停产,discontinued,archived,hidden,disabled,deleted";

/// Characters of a status at most: longer texts are notes of people.
const LONGEST: usize = 40;

/// Whether one of a list is, or stands in, a text.
fn any(list: &str, holds: impl Fn(&str) -> bool) -> bool {
    list.split(',').any(holds)
}

/// Why nobody can buy what a cell of a product's status is about; `None` where it is sold, or nothing is said.
pub fn unoffered(header: &str, cell: &str) -> Option<Unoffered> {
    let cell = cell.trim();
    if cell.is_empty() || cell.chars().count() > LONGEST {
        return None;
    }
    if says_none_left(cell) {
        return Some(Unoffered::SoldOut);
    }
    let lower = cell.to_lowercase();
    let (no, yes) = (any(NO, |w| w == lower), any(YES, |w| w == lower));
    if no || yes {
        let header = Name::new(header).bare.replace("上下架", "上架");
        let asks = |list: &str| any(list, |w| header.contains(w));
        if asks(ASKING_GONE) {
            return yes.then_some(Unoffered::Delisted);
        }
        let why = match asks(ASKING_STOCK) {
            true => Unoffered::SoldOut,
            false => Unoffered::Delisted,
        };
        return (no && asks(ASKING)).then_some(why);
    }
    let mut text = Name::new(cell).words;
    for word in ASIDE.split(',') {
        text = text.replace(word, " ");
    }
    let text = text.trim();
    let gone = any(GONE, |word| match word.is_ascii() {
        true => text.starts_with(word),
        false => text.contains(word),
    });
    gone.then_some(Unoffered::Delisted)
}

/// Whether a cell says that a product is sold although none is left: its orders wait.
pub fn says_backorder(header: &str, cell: &str) -> bool {
    let cell = cell.trim().to_lowercase();
    !is_tracker(header) && any(YES, |w| w == cell)
}

/// Whether a cell says that nobody counts what is left of a product: nought means nothing then.
pub fn says_uncounted(header: &str, cell: &str) -> bool {
    is_tracker(header) && cell.trim().is_empty()
}

/// Whether a column names the programme that counts a product's stock.
fn is_tracker(header: &str) -> bool {
    Name::new(header).bare.ends_with("inventorytracker")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_longer_sold_says_so_in_many_ways() {
        for cell in [
            "已下架",
            "下架",
            "违规下架",
            "已下架（违规）",
            "仓库中",
            "下柜",
            "停售",
            "已停產",
            "草稿",
            "待上架",
            "archived",
            "Draft",
            "INACTIVE",
            "Discontinued",
            "Unlisted",
            "not published",
            "Archived (2024)",
        ] {
            assert_eq!(
                unoffered("商品状态", cell),
                Some(Unoffered::Delisted),
                "{cell}"
            );
        }
        for cell in ["售罄", "已售罄", "Sold out", "out_of_stock"] {
            assert_eq!(
                unoffered("Status", cell),
                Some(Unoffered::SoldOut),
                "{cell}"
            );
        }
        for cell in [
            "出售中",
            "在售",
            "上架",
            "已上架",
            "上柜",
            "销售中",
            "即将下架",
            "未下架",
            "active",
            "Active",
            "published",
            "Live",
            "For sale",
            "",
            "  ",
            "low stock",
            "Blue mug",
            // Codes that a shop gave a meaning of its own.
            "0",
            "1",
            "2",
        ] {
            assert_eq!(unoffered("商品状态", cell), None, "{cell}");
        }
    }

    #[test]
    fn a_header_that_asks_is_answered_with_yes_or_no() {
        let gone = Some(Unoffered::Delisted);
        for (header, cell, found) in [
            ("Published", "FALSE", gone),
            ("Published", "true", None),
            ("Published", "0", gone),
            ("Published", "-1", gone),
            ("Published", "1", None),
            ("Published on online store", "FALSE", gone),
            ("Product Visible?", "N", gone),
            ("In stock?", "0", Some(Unoffered::SoldOut)),
            ("In stock?", "1", None),
            ("是否上架", "否", gone),
            ("是否上架", "是", None),
            ("上下架", "0", gone),
            ("上下架", "1", None),
            ("是否下架", "是", gone),
            ("是否下架", "否", None),
            ("Discontinued", "yes", gone),
            ("Discontinued", "0", None),
        ] {
            assert_eq!(unoffered(header, cell), found, "{header}: {cell}");
        }
    }

    #[test]
    fn some_products_are_sold_when_none_is_left() {
        for (header, cell, sold) in [
            ("Variant Inventory Policy", "continue", true),
            ("Variant Inventory Policy", "deny", false),
            ("Continue selling when out of stock", "TRUE", true),
            ("Backorders allowed?", "notify", true),
            ("Backorders allowed?", "0", false),
            ("Variant Inventory Tracker", "", false),
            ("允许超卖", "是", true),
            ("允许超卖", "", false),
        ] {
            assert_eq!(says_backorder(header, cell), sold, "{header}: {cell}");
        }
        assert!(says_uncounted("Variant Inventory Tracker", ""));
        assert!(!says_uncounted("Variant Inventory Tracker", "shopify"));
        assert!(!says_uncounted("Variant Inventory Policy", ""));
    }
}
