//! Marketing mix: tables with a row a time and columns of spend by channel beside an outcome.

use std::collections::{BTreeMap, BTreeSet};

use crate::header::{channel, spend_channel, tokens};
use analysis::statistics::benjamini_hochberg;
use ledger::{Cells, Column, Frame, Ledger};

use super::response::{Response, fit_beside};

/// Steps without which nothing is fitted.
pub(crate) const NEEDS: usize = 40;
/// Channels at most.
const CHANNELS: usize = 12;
/// Other columns that may move the outcome, at most.
const CONTROLS: usize = 8;
/// Rounds in which each channel is fitted beside the last fit of the others.
const ROUNDS: usize = 2;

/// Words for spend that may be of anything.
const COSTS: &str = "cost costs 费用 投放";
/// Costs of what is sold and of running the shop are no channels.
const RUNNING: &str = "unit product item goods cogs sales order shipping delivery freight postage packaging packing \
    handling fulfilment fulfillment return refund payment transaction processing fee fees labour labor staff wage storage \
    warehouse rent tax duty purchase material production average customer fixed variable operating overhead direct \
    indirect admin marketing software insurance price 单位 单件 商品 产品 货品 采购 进货 运费 运输 快递 物流 包装 打包 仓储 \
    人工 平台 手续 支付 退货 售后 生产 材料 税 销售 管理 财务 营业 研发 办公 固定 变动 金额 人数 次数";
const IMPRESSIONS: &str = "impression impressions impr views reach 曝光 展现";
const CLICKS: &str = "click clicks 点击";
const REVENUE: &str = "revenue sales gmv turnover 销售额 收入 成交额 营业额";
const COUNT: &str = "conversions conversion orders kpi units purchases 转化 订单 销量";
const OTHERS: &str =
    "control promo promotion price holiday discount organic competitor 促销 价格 节日 折扣 自然";

/// A channel.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Channel {
    pub(crate) name: String,
    /// Spend by step.
    pub(crate) spend: Vec<f64>,
    pub(crate) response: Option<Response>,
    /// Adjusted over channels; 1 where nothing was fitted.
    pub(crate) q_value: f64,
}

/// What an outcome is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kpi {
    Revenue,
    /// The column's header.
    Count(String),
}

/// A table of channels.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mix {
    pub(crate) table: u16,
    pub(crate) file: String,
    pub(crate) rows: usize,
    /// First days of the steps, ascending.
    pub(crate) days: Vec<i32>,
    /// Places whose rows were added up.
    pub(crate) places: usize,
    pub(crate) channels: Vec<Channel>,
    pub(crate) outcome: Vec<f64>,
    pub(crate) result: Kpi,
    /// Headers of what else was fitted.
    pub(crate) controls: Vec<String>,
}

fn holds(name: &str, words: &str) -> bool {
    let parts = tokens(name);
    words.split_whitespace().any(|w| match w.is_ascii() {
        true => parts.iter().any(|t| t == w),
        false => name.contains(w),
    })
}

fn is_number(column: &Column) -> bool {
    matches!(column.cells, Cells::Numbers { .. })
}

/// Columns of spend by channel, by name.
fn spends(frame: &Frame) -> Vec<(String, &Column)> {
    let own = |c: &Column| {
        let cost = || spend_channel(&c.name, COSTS).filter(|name| !holds(name, RUNNING));
        spend_channel(&c.name, shop::SPENT).or_else(cost)
    };
    let mut found: Vec<(String, &Column)> = frame
        .columns
        .iter()
        .filter(|c| is_number(c))
        .filter_map(|c| Some((own(c)?, c)))
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found.dedup_by(|a, b| a.0 == b.0);
    found
}

/// Whether a table has channels side by side: its columns of one role would be one channel only.
pub(crate) fn is_wide(frame: &Frame) -> bool {
    let plain = frame.platform.is_empty() && frame.column("campaign").is_none();
    plain && frame.column("date").is_some() && spends(frame).len() > 1
}

/// Every table of channels, fitted where it is long enough.
pub(crate) fn mixes(ledger: &Ledger) -> Vec<Mix> {
    let wide = ledger.frames("ads").filter(|f| is_wide(f));
    wide.filter_map(mix).collect()
}

/// A row's outcome by its columns: revenue, else conversions times what each brings, else a count.
fn outcome(frame: &Frame) -> Option<(Kpi, Vec<&Column>)> {
    let numbers = || frame.columns.iter().filter(|c| is_number(c));
    let media = |c: &&Column| {
        [shop::SPENT, COSTS, IMPRESSIONS, CLICKS]
            .iter()
            .any(|w| channel(&c.name, w).is_some())
    };
    let per = |c: &&Column| tokens(&c.name).iter().any(|t| t == "per") || c.name.contains("每");
    let of = |words| {
        numbers().find(|c| holds(&c.name, words) && !media(c) && !per(c) && !holds(&c.name, OTHERS))
    };
    let count = of(COUNT);
    if let Some(revenue) = of(REVENUE) {
        return Some((Kpi::Revenue, vec![revenue]));
    }
    let each = numbers().find(|c| holds(&c.name, "revenue value 收入 金额") && per(c));
    match (count, each) {
        (Some(count), Some(each)) => Some((Kpi::Revenue, vec![count, each])),
        (Some(count), None) => Some((Kpi::Count(count.name.clone()), vec![count])),
        _ => None,
    }
}

fn mix(frame: &Frame) -> Option<Mix> {
    let (result, parts) = outcome(frame)?;
    let mut channels = spends(frame);
    let sum = |c: &Column| -> f64 { (0..frame.rows).filter_map(|r| c.number(r)).sum() };
    table::order::sort_by(&mut channels, |a, b| {
        sum(b.1).total_cmp(&sum(a.1)).then(a.0.cmp(&b.0))
    });
    channels.truncate(CHANNELS);
    let taken: BTreeSet<&str> = parts.iter().map(|c| c.name.as_str()).collect();
    let controls: Vec<&Column> = frame
        .columns
        .iter()
        .filter(|c| is_number(c) && holds(&c.name, OTHERS) && !taken.contains(c.name.as_str()))
        .take(CONTROLS)
        .collect();
    // Rows of one time are places; what they spend and bring is added up, what else there is meant.
    type Sums = (f64, Vec<f64>, Vec<f64>, usize);
    let mut steps: BTreeMap<i32, Sums> = BTreeMap::new();
    for row in 0..frame.rows {
        let Some(day) = frame.day("date", row) else {
            continue;
        };
        let Some(values) = parts
            .iter()
            .map(|c| c.number(row))
            .collect::<Option<Vec<f64>>>()
        else {
            continue;
        };
        let value: f64 = values.iter().product();
        let step = steps
            .entry(day)
            .or_insert_with(|| (0.0, vec![0.0; channels.len()], vec![0.0; controls.len()], 0));
        step.0 += value;
        for (sum, (_, column)) in step.1.iter_mut().zip(&channels) {
            *sum += column.number(row).unwrap_or(0.0).max(0.0);
        }
        for (sum, column) in step.2.iter_mut().zip(&controls) {
            *sum += column.number(row).unwrap_or(0.0);
        }
        step.3 += 1;
    }
    let places = steps.values().map(|s| s.3).max()?;
    let outcome: Vec<f64> = steps.values().map(|s| s.0).collect();
    let beside: Vec<Vec<f64>> = (0..controls.len())
        .map(|c| steps.values().map(|s| s.2[c] / s.3 as f64).collect())
        .collect();
    let mut mix = Mix {
        table: frame.table,
        file: frame.file.clone(),
        rows: frame.rows,
        days: steps.keys().copied().collect(),
        places,
        channels: channels
            .iter()
            .enumerate()
            .map(|(c, (name, _))| Channel {
                name: name.clone(),
                spend: steps.values().map(|s| s.1[c]).collect(),
                response: None,
                q_value: 1.0,
            })
            .collect(),
        outcome,
        result,
        controls: controls.iter().map(|c| c.name.clone()).collect(),
    };
    mix.fit(&beside);
    Some(mix)
}

impl Mix {
    /// Steps in a year of them, as far as a season is looked for.
    fn season(&self) -> usize {
        let mut gaps: Vec<f64> = self
            .days
            .windows(2)
            .map(|w| f64::from(w[1] - w[0]))
            .collect();
        match analysis::statistics::median(&mut gaps).unwrap_or(0.0) {
            gap if gap < 1.5 => 7,
            gap if gap < 10.0 => 52,
            _ => 12,
        }
    }

    /// Fits each channel beside what the others are taken to have brought, twice.
    fn fit(&mut self, beside: &[Vec<f64>]) {
        if self.days.len() < NEEDS {
            return;
        }
        let season = self.season();
        for round in 0..ROUNDS {
            let brought: Vec<Vec<f64>> = self
                .channels
                .iter()
                .map(|c| match (&c.response, round) {
                    (Some(response), _) => response.brought(&c.spend),
                    (None, 0) => c.spend.clone(),
                    (None, _) => Vec::new(),
                })
                .collect();
            let fitted: Vec<Option<Response>> = (0..self.channels.len())
                .map(|own| {
                    let mut with = beside.to_vec();
                    let others = brought.iter().enumerate().filter(|(c, _)| *c != own);
                    with.extend(others.map(|(_, b)| b.clone()).filter(|b| !b.is_empty()));
                    let seed = 31 + own as u64;
                    fit_beside(
                        &self.channels[own].spend,
                        &self.outcome,
                        season,
                        &with,
                        seed,
                    )
                })
                .collect();
            for (channel, response) in self.channels.iter_mut().zip(fitted) {
                channel.response = response;
            }
        }
        let fitted = self.channels.iter().filter_map(|c| c.response.as_ref());
        let p: Vec<f64> = fitted.map(|r| r.p_value).collect();
        let mut adjusted = benjamini_hochberg(&p).into_iter();
        for channel in &mut self.channels {
            if channel.response.is_some() {
                channel.q_value = adjusted.next().unwrap_or(1.0);
            }
        }
    }

    /// Channels whose margin is believed, the highest first.
    pub(crate) fn believed(&self) -> Vec<(&Channel, &Response)> {
        let mut out: Vec<(&Channel, &Response)> = self
            .channels
            .iter()
            .filter(|c| c.q_value < 0.05)
            .filter_map(|c| Some((c, c.response.as_ref()?)))
            .collect();
        table::order::sort_by(&mut out, |a, b| {
            b.1.marginal
                .total_cmp(&a.1.marginal)
                .then(a.0.name.cmp(&b.0.name))
        });
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_name_channel_and_measure_in_either_order() {
        for (header, name) in [
            ("Channel0_spend", "Channel0"),
            ("spend_tv", "tv"),
            ("Google Ads Cost", "Google Ads"),
            ("facebookSpend", "facebook"),
            ("抖音花费", "抖音"),
            ("花费（小红书）", "小红书"),
        ] {
            let own = channel(header, shop::SPENT).or_else(|| channel(header, COSTS));
            assert_eq!(own.as_deref(), Some(name), "{header}");
        }
        for header in ["spend", "Spender", "Channel0_impression", "cost per click"] {
            let own = channel(header, shop::SPENT).or_else(|| channel(header, COSTS));
            assert_eq!(own, None, "{header}");
        }
        assert_eq!(
            channel("TV_impressions", IMPRESSIONS).as_deref(),
            Some("TV")
        );
    }
}
