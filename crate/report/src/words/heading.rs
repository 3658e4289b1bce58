//! Headings and labels of the report as a file.

use super::phrase::phrases;

phrases! {
    KEY_FIGURES = "关键指标", "Key figures";
    FINDINGS = "要点", "Findings";
    SOURCES = "数据来源", "Sources";
    CONTENTS = "目录", "Contents";
    SUMMARY = "摘要", "Summary";
    FIGURE = "指标", "Figure";
    VALUE = "数值", "Value";
    DEFINITION = "定义", "Definition";
    CERTAINTY = "把握程度", "How sure";
    WHY = "依据", "Why";
    ACTION = "可以做什么", "What to do";
    FILTERED = "筛选：{filter}", "Filtered: {filter}";
    REPORT_OF = "报告日：{day}。", "Report of {day}.";
    MORE_ROWS = "另有 {n} 行未列出。", "{n:more row is|more rows are} not listed.";
    MADE_BY = "由 Shoplens 在本机生成，数据没有离开这台电脑。",
        "Made by Shoplens on this computer; no data left it.";
    CHART_DATA = "图表数据", "The chart’s data";
    TEXT_ABOUT = "所属", "Of";
    TEXT = "原文", "Text";
    TEXT_READ = "读到的内容", "What it says";
    BASE = "（底）", "(base)";
    RISE = "增加", "Rise";
    FALL = "减少", "Fall";
    LEVEL = "水平", "Level";
}
