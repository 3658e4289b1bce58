//! Every kind of chart: its picture is well-formed, its marks can be found, nothing leaves the canvas.

mod kinds;

use chart::spec::{
    BarMode, BarSeries, ChartSpec, Format, Lang, LineSeries, Measure, Plot, Point, Step, Tone,
};
use chart::{Frame, Scene, Theme, View, draw, marks, preferred_height, svg, twin};
use plotters_svg::SVGBackend;

fn scene(spec: &ChartSpec, width: f64) -> Scene {
    let height = preferred_height(spec, width);
    let theme = Theme::light();
    let view = View {
        theme: &theme,
        width,
        height,
        scale: 1.0,
        frame: Frame::Bare,
        highlight: Some(0),
        font_factor: 1.0,
    };
    let mut out = String::new();
    let mut backend = SVGBackend::with_string(&mut out, (width as u32, height as u32));
    draw(spec, &view, &mut backend).expect("an SVG takes everything")
}

/// Marks that have a value: only these can be drawn.
fn drawable(spec: &ChartSpec) -> usize {
    match &spec.plot {
        Plot::Line { series, .. } => series
            .iter()
            .flat_map(|s| &s.points)
            .filter(|p| p.y.is_some())
            .count(),
        Plot::Bar { series, .. } | Plot::Radar { series, .. } => {
            series.iter().flat_map(|s| &s.values).flatten().count()
        }
        _ => marks(spec),
    }
}

#[test]
fn every_mark_with_a_value_has_a_region_inside_the_canvas() {
    for lang in [Lang::Zh, Lang::En] {
        for spec in kinds::all(lang) {
            for width in [280.0, 360.0, 720.0, 1400.0] {
                let scene = scene(&spec, width);
                assert_eq!(scene.regions.len(), drawable(&spec), "{}", spec.title);
                for region in &scene.regions {
                    let (x, y, w, h) = region.shape.bounds();
                    let inside = x >= -0.6
                        && y >= -0.6
                        && x + w <= scene.width + 0.6
                        && y + h <= scene.height + 0.6;
                    assert!(
                        inside,
                        "{} at {width}: {region:?} in {} × {}",
                        spec.title, scene.width, scene.height
                    );
                    assert!(!region.label.is_empty() && (region.mark as usize) < marks(&spec));
                    assert!(!region.label.contains("NaN"));
                }
            }
        }
    }
}

#[test]
fn a_pointer_on_a_mark_finds_it() {
    for spec in kinds::all(Lang::En) {
        if matches!(
            spec.plot,
            Plot::Line { .. } | Plot::Radar { .. } | Plot::Scatter { .. } | Plot::Pie { .. }
        ) {
            continue; // Neighbours may lie above these; lines are found by their column.
        }
        let scene = scene(&spec, 720.0);
        for region in &scene.regions {
            let (x, y, w, h) = region.shape.bounds();
            assert_eq!(
                scene.hit(x + w / 2.0, y + h / 2.0),
                Some(region.mark),
                "{}",
                spec.title
            );
        }
    }
}

#[test]
fn every_mark_can_be_reached_with_the_arrow_keys() {
    for spec in kinds::all(Lang::En) {
        let scene = scene(&spec, 720.0);
        let mut at = scene.step(None, chart::Step::First);
        let mut seen = 1;
        loop {
            let next = scene.step(at, chart::Step::Right);
            if next == at {
                break;
            }
            at = next;
            seen += 1;
        }
        assert_eq!(seen, scene.regions.len(), "{}", spec.title);
    }
}

/// Text of an SVG between tags, and a check that tags are balanced.
fn check_well_formed(text: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let end = at + rest[at..].find('>').expect("a tag ends");
        let tag = &rest[at + 1..end];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().expect("a tag has a name"));
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        rest = &rest[end + 1..];
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn pictures_are_well_formed_and_say_what_they_show() {
    for lang in [Lang::Zh, Lang::En] {
        for mut spec in kinds::all(lang) {
            spec.title.push_str(" <script>alert(1)</script> & \"x\"");
            let picture = svg(&spec, &Theme::dark(), 640.0, Frame::Full);
            check_well_formed(&picture);
            assert!(
                !picture.contains("<script")
                    && !picture.contains("NaN")
                    && !picture.contains("inf")
            );
            assert!(picture.contains("role=\"img\"") && picture.contains("&lt;script&gt;"));
            assert_eq!(
                picture,
                svg(&spec, &Theme::dark(), 640.0, Frame::Full),
                "drawn twice, the same"
            );
        }
    }
}

#[test]
fn twins_have_a_cell_for_every_column() {
    for spec in kinds::all(Lang::Zh) {
        let twin = twin(&spec);
        assert!(!twin.rows.is_empty(), "{}", spec.title);
        assert!(
            twin.rows.iter().all(|row| row.len() == twin.columns.len()),
            "{}",
            spec.title
        );
    }
}

fn bar_chart(values: Vec<Option<f64>>, horizontal: bool) -> ChartSpec {
    let mut spec = kinds::all(Lang::En).remove(0);
    spec.plot = Plot::Bar {
        categories: (0..values.len())
            .map(|i| format!("category with a long name {i}"))
            .collect(),
        y: Default::default(),
        series: vec![BarSeries {
            name: "one".into(),
            tone: Tone::Accent,
            values,
            intervals: vec![],
        }],
        mode: BarMode::Grouped,
        horizontal,
    };
    spec
}

#[test]
fn odd_data_is_drawn_without_harm() {
    for horizontal in [false, true] {
        for values in [
            vec![],
            vec![None],
            vec![Some(0.0)],
            vec![Some(0.0); 3],
            vec![Some(f64::NAN), Some(f64::INFINITY), Some(1.0)],
            vec![Some(-5.0), Some(-1.0)],
            vec![Some(1e300), Some(-1e300)],
            vec![Some(1e-300)],
            (0..500).map(|i| Some(f64::from(i))).collect(),
        ] {
            let scene = scene(&bar_chart(values, horizontal), 320.0);
            assert!(
                scene
                    .regions
                    .iter()
                    .all(|r| r.anchor.0.is_finite() && r.anchor.1.is_finite())
            );
        }
    }
}

#[test]
fn a_single_point_is_seen_and_a_line_of_gaps_is_not_drawn() {
    let mut spec = kinds::all(Lang::En).remove(0);
    let Plot::Line {
        series,
        annotations,
        ..
    } = &mut spec.plot
    else {
        panic!("a line")
    };
    annotations.clear();
    let point = |y| Point {
        x: 20_000.0,
        y,
        lo: None,
        hi: None,
    };
    let one = LineSeries {
        name: "one".into(),
        tone: Tone::Accent,
        points: vec![point(Some(3.0))],
        dashed: false,
    };
    *series = vec![one];
    let picture = svg(&spec, &Theme::light(), 320.0, Frame::Bare);
    assert!(picture.contains("<circle"));
    let Plot::Line { series, .. } = &mut spec.plot else {
        panic!("a line")
    };
    series[0].points = vec![point(None)];
    assert!(scene(&spec, 320.0).regions.is_empty());
}

#[test]
fn an_empty_chart_says_so() {
    let mut spec = bar_chart(vec![], false);
    assert!(svg(&spec, &Theme::light(), 320.0, Frame::Bare).contains("No data"));
    spec.lang = Lang::Zh;
    assert!(svg(&spec, &Theme::light(), 320.0, Frame::Bare).contains("没有数据"));
}

/// Totals whose changes are too small beside them stand on an axis that does not start at zero: it says so, the bars have
/// a gap, and no two ticks read the same.
#[test]
fn a_cut_waterfall_says_that_it_is_cut() {
    let drawn = |change: f64, lang| {
        let step = |value, total| Step {
            name: "n".into(),
            value,
            total,
        };
        let spec = ChartSpec {
            id: "w".into(),
            title: "T".into(),
            subtitle: String::new(),
            note: String::new(),
            lang,
            plot: Plot::Waterfall {
                y: Measure {
                    label: "Revenue".into(),
                    format: Format::Money {
                        currency: "EUR".into(),
                    },
                },
                steps: vec![
                    step(2_000_000.0, true),
                    step(change, false),
                    step(2_000_000.0 + change, true),
                ],
            },
        };
        svg(&spec, &Theme::light(), 720.0, Frame::Bare)
    };
    let cut = drawn(10_000.0, Lang::En);
    assert!(cut.contains("The axis starts at €1,99"), "{cut}");
    assert_eq!(cut.matches("<polygon").count(), 2, "a gap in each total");
    assert!(cut.contains("€2,000,000"), "ticks that can be told apart");
    assert!(drawn(10_000.0, Lang::Zh).contains("而不是 0"));
    let whole = drawn(900_000.0, Lang::En);
    assert!(!whole.contains("The axis starts") && !whole.contains("<polygon"));
}

/// Long names below bars stand in several rows rather than being cut to a syllable.
#[test]
fn long_names_below_bars_have_rows() {
    let steps = (0..12)
        .map(|i| Step {
            name: format!("A quite long name {i}"),
            value: 10.0,
            total: i == 0,
        })
        .collect();
    let spec = ChartSpec {
        id: "w".into(),
        title: "T".into(),
        subtitle: String::new(),
        note: String::new(),
        lang: Lang::En,
        plot: Plot::Waterfall {
            y: Measure {
                label: "Change".into(),
                format: Format::Count,
            },
            steps,
        },
    };
    let drawn = svg(&spec, &Theme::light(), 720.0, Frame::Bare);
    for row in ["A quite", "long", "name 0", "name 11"] {
        assert!(
            drawn.contains(&format!(">{row}<")) || drawn.contains(&format!("\n{row}\n")),
            "{row}: {drawn}"
        );
    }
}
