//! A chart of every kind, in both languages, for the tests and the gallery.

use chart::ChartSpec;
use chart::spec::*;

fn measure(label: &str, format: Format) -> Measure {
    Measure {
        label: label.into(),
        format,
    }
}

fn names(list: &[&str]) -> Vec<String> {
    list.iter().map(|s| (*s).into()).collect()
}

fn bars(name: &str, tone: Tone, values: &[f64]) -> BarSeries {
    BarSeries {
        name: name.into(),
        tone,
        values: values.iter().map(|&v| Some(v)).collect(),
        intervals: vec![],
    }
}

fn share(name: &str, value: f64) -> Share {
    Share {
        name: name.into(),
        value,
        tone: None,
    }
}

/// A chart of every kind.
pub(crate) fn all(lang: Lang) -> Vec<ChartSpec> {
    let zh = lang == Lang::Zh;
    let t = |z: &'static str, e: &'static str| if zh { z } else { e };
    let money = Format::Money {
        currency: t("CNY", "EUR").into(),
    };
    let revenue = measure(t("收入", "Revenue"), money.clone());
    let orders = measure(t("订单数", "Orders"), Format::Count);
    let wave = |i: usize, by: f64| {
        1200.0 + 400.0 * libm::sin(i as f64 / by) + i as f64 * 9.0 + (i * 37 % 11) as f64 * 30.0
    };
    let line = |from: i32, n: usize, step: i32, name: &str, tone, by| LineSeries {
        name: name.into(),
        tone,
        points: (0..n)
            .map(|i| Point {
                x: f64::from(from + i as i32 * step),
                y: (!(20..24).contains(&i)).then(|| wave(i, by)),
                lo: None,
                hi: None,
            })
            .collect(),
        dashed: false,
    };
    let time = |step| XAxis::Time {
        label: t("日期", "Date").into(),
        step,
    };
    let products: Vec<&str> = if zh {
        vec![
            "手作陶瓷马克杯 海盐蓝",
            "亚麻桌布 180 厘米",
            "竹编收纳篮",
            "黄铜烛台",
            "羊毛盖毯",
            "橄榄木砧板",
            "香薰蜡烛",
            "壁挂花瓶",
        ]
    } else {
        vec![
            "Stoneware Mug – Sea Salt",
            "Linen Tablecloth 180 cm",
            "Bamboo Basket",
            "Brass Candlestick",
            "Wool Throw",
            "Olive Wood Board",
            "Scented Candle",
            "Wall Vase",
        ]
    };
    let amounts = [
        18_400.0, 12_250.0, 9_800.0, 7_300.0, 5_150.0, 3_900.0, 2_200.0, 900.0,
    ];
    let mut band = line(20_300, 40, 7, t("预测", "Forecast"), Tone::Accent, 6.0);
    for (i, p) in band.points.iter_mut().enumerate().skip(26) {
        p.lo = p.y.map(|y| y - 15.0 * (i - 25) as f64);
        p.hi = p.y.map(|y| y + 15.0 * (i - 25) as f64);
    }
    let plots: Vec<(&str, Plot)> = vec![
        (
            t("三月以来收入稳步上升", "Revenue has climbed since March"),
            Plot::Line {
                x: time(TimeStep::Day),
                y: revenue.clone(),
                series: vec![
                    line(20_300, 240, 1, t("今年", "This year"), Tone::Accent, 30.0),
                    LineSeries {
                        dashed: true,
                        ..line(20_300, 240, 1, t("去年", "Last year"), Tone::Muted, 25.0)
                    },
                ],
                area: false,
                zero: true,
                annotations: vec![Annotation {
                    x: 20_400.0,
                    text: t("双十一", "Black Friday").into(),
                }],
            },
        ),
        (
            t("区间随预测变宽", "The band widens ahead"),
            Plot::Line {
                x: time(TimeStep::Week),
                y: revenue.clone(),
                series: vec![band],
                area: false,
                zero: false,
                annotations: vec![],
            },
        ),
        (
            t("两个渠道的收入", "Revenue by channel"),
            Plot::Line {
                x: time(TimeStep::Day),
                y: revenue.clone(),
                series: vec![
                    line(20_300, 120, 1, t("网店", "Online"), Tone::Series(0), 9.0),
                    line(20_300, 120, 1, t("门店", "Store"), Tone::Series(1), 17.0),
                ],
                area: true,
                zero: true,
                annotations: vec![],
            },
        ),
        (
            t("蓝色马克杯撑起三月", "Blue mugs carried March"),
            Plot::Bar {
                categories: names(&products),
                y: revenue.clone(),
                series: vec![bars("", Tone::Accent, &amounts)],
                mode: BarMode::Grouped,
                horizontal: true,
            },
        ),
        (
            t("各月收入", "Revenue by month"),
            Plot::Bar {
                categories: names(&["1", "2", "3", "4", "5", "6"]),
                y: revenue.clone(),
                series: vec![
                    bars(t("今年", "2026"), Tone::Series(0), &amounts[..6]),
                    bars(
                        t("去年", "2025"),
                        Tone::Muted,
                        &[15_000.0, 13_000.0, 8_000.0, 8_100.0, 4_000.0, -1_500.0],
                    ),
                ],
                mode: BarMode::Grouped,
                horizontal: false,
            },
        ),
        (
            t("新客与老客", "New and returning"),
            Plot::Bar {
                categories: names(&["1", "2", "3", "4"]),
                y: orders.clone(),
                series: vec![
                    bars(
                        t("新客", "New"),
                        Tone::Series(0),
                        &[120.0, 140.0, 90.0, 160.0],
                    ),
                    bars(
                        t("老客", "Returning"),
                        Tone::Series(1),
                        &[60.0, 80.0, 95.0, 130.0],
                    ),
                ],
                mode: BarMode::Stacked,
                horizontal: false,
            },
        ),
        (
            t("区间", "With intervals"),
            Plot::Bar {
                categories: names(&products[..4]),
                y: measure(t("退款率", "Refund rate"), Format::Percent),
                series: vec![BarSeries {
                    intervals: vec![
                        Some((0.02, 0.05)),
                        Some((0.06, 0.14)),
                        None,
                        Some((0.01, 0.02)),
                    ],
                    ..bars("", Tone::Accent, &[0.034, 0.094, 0.02, 0.014])
                }],
                mode: BarMode::Grouped,
                horizontal: true,
            },
        ),
        (
            t("渠道占比", "Share by channel"),
            Plot::Pie {
                y: revenue.clone(),
                shares: vec![
                    share(t("网店", "Online"), 62.0),
                    share(t("直播", "Live"), 25.0),
                    share(t("门店", "Store"), 13.0),
                ],
                donut: true,
            },
        ),
        (
            t("退款原因", "Reasons"),
            Plot::Pie {
                y: orders.clone(),
                shares: vec![share("A", 3.0), share("B", 2.0), share("C", 1.0)],
                donut: false,
            },
        ),
        (
            t("两类客户", "Two segments"),
            Plot::Radar {
                spokes: [
                    "R",
                    "F",
                    "M",
                    t("折扣", "Discount"),
                    t("品类数", "Categories"),
                ]
                .iter()
                .map(|n| Spoke {
                    name: (*n).into(),
                    max: 5.0,
                })
                .collect(),
                format: Format::Number { decimals: 1 },
                series: vec![
                    bars(
                        t("忠诚", "Loyal"),
                        Tone::Series(0),
                        &[4.5, 4.0, 4.8, 2.0, 3.5],
                    ),
                    bars(
                        t("流失", "Lapsed"),
                        Tone::Series(1),
                        &[1.0, 2.0, 2.4, 4.0, 1.5],
                    ),
                ],
            },
        ),
        (
            t("周四晚上最忙", "Thursday evenings are busiest"),
            Plot::Heatmap {
                columns: (0..24).map(|h| h.to_string()).collect(),
                rows: names(&if zh {
                    ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
                } else {
                    ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
                }),
                value: orders.clone(),
                cells: (0..168)
                    .map(|i| (i % 24 > 5).then_some(((i * 31) % 60) as f64))
                    .collect(),
                diverging: false,
            },
        ),
        (
            t("每日收入", "Revenue a day"),
            Plot::Calendar {
                value: revenue.clone(),
                days: (0..420)
                    .map(|i| (20_300 + i, (i % 17 > 0).then_some(f64::from(i * 53 % 900))))
                    .collect(),
            },
        ),
        (
            t("三件商品占八成", "Three products make 80 %"),
            Plot::Pareto {
                y: revenue.clone(),
                shares: products
                    .iter()
                    .zip(amounts)
                    .map(|(n, v)| share(n, v))
                    .collect(),
                total: 62_000.0,
            },
        ),
        (
            t("价格拉高，销量拖低", "Price lifted, volume lowered"),
            Plot::Waterfall {
                y: revenue.clone(),
                steps: [
                    (t("去年", "Before"), 42_000.0, true),
                    (t("价格", "Price"), 5_300.0, false),
                    (t("销量", "Volume"), -8_100.0, false),
                    (t("结构", "Mix"), 900.0, false),
                    (t("今年", "After"), 40_100.0, true),
                ]
                .iter()
                .map(|&(n, v, total)| Step {
                    name: n.into(),
                    value: v,
                    total,
                })
                .collect(),
            },
        ),
        (
            t("热卖与潜力", "Sellers and hopes"),
            Plot::Scatter {
                x: measure(t("订单数", "Orders"), Format::Count),
                y: measure(t("退款率", "Refund rate"), Format::Percent),
                size: Some(revenue.clone()),
                dots: products
                    .iter()
                    .enumerate()
                    .map(|(i, n)| Dot {
                        name: (*n).into(),
                        x: (i * i * 20 + 30) as f64,
                        y: 0.02 + 0.013 * (i * 5 % 8) as f64,
                        size: Some(amounts[i]),
                        tone: Tone::Accent,
                    })
                    .collect(),
                quadrants: Some(Quadrants {
                    x: 400.0,
                    y: 0.06,
                    names: if zh {
                        ["少而多退", "多而多退", "少而少退", "多而少退"]
                    } else {
                        ["few, refunded", "many, refunded", "few, kept", "many, kept"]
                    }
                    .map(Into::into),
                }),
                log_x: false,
                log_y: false,
            },
        ),
        (
            t("多数订单在五十以内", "Most orders stay below fifty"),
            Plot::Histogram {
                x: measure(t("订单金额", "Order value"), money.clone()),
                y: orders.clone(),
                edges: (0..=12).map(|i| f64::from(i) * 10.0).collect(),
                counts: vec![
                    40.0, 120.0, 260.0, 310.0, 220.0, 140.0, 80.0, 44.0, 21.0, 12.0, 6.0, 3.0,
                ],
                marker: Some((36.0, t("中位数 36", "median 36").into())),
            },
        ),
        (
            t("各国订单金额", "Order value by country"),
            Plot::Box {
                y: revenue.clone(),
                boxes: (0..4)
                    .map(|i| {
                        let b = f64::from(i) * 6.0;
                        BoxStats {
                            name: products[i as usize].into(),
                            low: 5.0 + b,
                            q1: 18.0 + b,
                            median: 30.0 + b,
                            q3: 44.0 + b,
                            high: 80.0 + b,
                            outliers: vec![110.0 + b, 130.0],
                            n: 240,
                        }
                    })
                    .collect(),
            },
        ),
        (
            t("从访问到付款", "From visit to payment"),
            Plot::Funnel {
                y: orders.clone(),
                stages: vec![
                    share(t("访问", "Visits"), 12_000.0),
                    share(t("加购", "Carts"), 2_900.0),
                    share(t("下单", "Checkouts"), 1_400.0),
                    share(t("付款", "Payments"), 1_150.0),
                ],
            },
        ),
        (
            t("品类与商品", "Categories and products"),
            Plot::Treemap {
                y: revenue.clone(),
                groups: vec![
                    (
                        t("餐厨", "Kitchen").into(),
                        products[..4]
                            .iter()
                            .zip(amounts)
                            .map(|(n, v)| share(n, v))
                            .collect(),
                    ),
                    (
                        t("家居", "Living").into(),
                        products[4..]
                            .iter()
                            .zip(&amounts[4..])
                            .map(|(n, &v)| share(n, v))
                            .collect(),
                    ),
                ],
            },
        ),
        (
            t("商品一览", "Products"),
            Plot::Table {
                columns: vec![
                    TableColumn {
                        name: t("商品", "Product").into(),
                        format: None,
                        bar: false,
                    },
                    TableColumn {
                        name: t("收入", "Revenue").into(),
                        format: Some(money.clone()),
                        bar: true,
                    },
                    TableColumn {
                        name: t("变化", "Change").into(),
                        format: Some(Format::Percent),
                        bar: true,
                    },
                ],
                rows: products
                    .iter()
                    .zip(amounts)
                    .enumerate()
                    .map(|(i, (n, v))| {
                        vec![
                            Cell::Text((*n).into()),
                            Cell::Number(v),
                            Cell::Number(0.3 - 0.1 * i as f64),
                        ]
                    })
                    .collect(),
            },
        ),
    ];
    plots
        .into_iter()
        .enumerate()
        .map(|(i, (title, plot))| ChartSpec {
            id: format!("chart-{i}"),
            title: title.into(),
            subtitle: t(
                "收入，2026年1月至3月，单位元，n = 1,204",
                "Revenue, Jan – Mar 2026, EUR, n = 1,204",
            )
            .into(),
            note: t(
                "来源：orders.csv。不含已取消的订单。",
                "Source: orders.csv. Cancelled orders are left out.",
            )
            .into(),
            lang,
            plot,
        })
        .collect()
}
