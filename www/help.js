// What the help says, in both languages; the terms of a report come from the report itself.

/** @type {{ en: [string, string], zh: [string, string] }[]} */
export const TOPICS = [
  {
    en: ['Which files can I use?', 'CSV, TSV and other text tables, Excel (XLSX, XLS), ODS, JSON, JSON lines, Parquet, and ZIP archives with any of these. Exports from any platform and your own spreadsheets both work; one row per order or per product in an order is best.'],
    zh: ['可以用哪些文件？', 'CSV、TSV 等文本表格，Excel（XLSX、XLS）、ODS、JSON、JSON Lines、Parquet，以及装有这些文件的 ZIP。各平台的导出文件和自己做的表格都行，最好每行是一个订单，或订单里的一件商品。'],
  },
  {
    en: ['Where do my files go?', 'Nowhere. They are read inside this tab. The line under the drop zone counts what the page requested since it was loaded, and you can work with the network cut off.'],
    zh: ['文件会传到哪里？', '哪里也不去，只在这个标签页里读取。拖放区下方会显示页面加载后发出的请求数；断网也能用。'],
  },
  {
    en: ['A column was misunderstood', 'Open “Columns” beside the file, choose the right meaning or type, and the report follows. The correction is remembered for files of the same shape. Ctrl+Z takes it back; “Save corrections” puts it into a file for another computer.'],
    zh: ['某一列认错了', '点文件旁边的“查看各列”，改成正确的含义或类型，报告随即更新。同样格式的文件以后都照此读取。Ctrl+Z 可撤销；“保存修正”可存成文件，在别的电脑上用。'],
  },
  {
    en: ['Dates or characters look wrong', 'In “Columns” you can set the encoding, the delimiter, the header row and the order of day and month. The file is then read again.'],
    zh: ['日期或文字不对', '在“查看各列”里可以指定编码、分隔符、表头所在行和日期里年月日的顺序，文件会重新读取。'],
  },
  {
    en: ['Several currencies', 'Amounts in different currencies are never added together. The report uses the most frequent one and tells the others apart. In “Report settings” you can choose another and give rates to convert.'],
    zh: ['有多种币种', '不同币种的金额不会相加。报告以最常用的币种为准，其余单独列出。在“报告设置”里可以换一个币种，并填写汇率来换算。'],
  },
  {
    en: ['From a number to its rows', 'Click a key figure, a mark in a chart or the first cell of a table row to see the rows of your files behind it. Names, addresses and other personal data are masked there.'],
    zh: ['从数字看到明细', '点关键指标、图中的图形或表格每行的第一格，就能看到文件里对应的行。姓名、地址等个人信息会遮挡。'],
  },
  {
    en: ['Filters', 'Choose a period, products, categories, countries, regions or channels above the report. What is on shows as a chip; click it to take it off. Back and Ctrl+Z undo a filter.'],
    zh: ['筛选', '在报告上方选择时间范围、商品、类目、国家/地区、省份/州或渠道。已选的条件显示为小标签，点一下即可去掉。按“后退”或 Ctrl+Z 可撤销筛选。'],
  },
  {
    en: ['Searching by meaning', 'At the end of the report you can look for products by describing them, in English or Chinese. The model for that is fetched from this site when you press its button, and kept. It reads your titles and reviews on the processor or, where that is faster and gives right results, on the graphics card; you can choose. Reading can be stopped and goes on where it was. Cosines of this kind lie close together: the order counts, not the number.'],
    zh: ['按意思搜索', '在报告末尾可以用中文或英文描述商品来查找。所需的模型在您按下按钮后才从本站下载，并留在浏览器里。标题和评价由处理器读取；如果显卡更快而且结果正确，就由显卡读取，也可以自己选。读取可以随时停止，之后接着读。这类余弦值彼此接近，要看的是先后，不是数值。'],
  },
  {
    en: ['Predicting a column', '“Predict a column” beside a table learns one of its columns from the others, here in the page: who leaves, what is sent back, which visit ends in a purchase. Part of the rows is kept aside to judge how well it does. Columns that give the answer away are pointed out and left out; columns that identify people are never used.'],
    zh: ['预测某一列', '表格旁边的“预测某一列”会在本页里用其他列学习这一列：谁会流失、哪些会退货、哪次访问会下单。一部分行会留出来检验效果。泄露答案的列会指出并排除；指向具体的人的列从不使用。'],
  },
  {
    en: ['Keys', 'Tab moves between parts. In a chart, arrow keys move between marks, Home and End jump, Enter shows the rows, Escape leaves, C copies. In a table, C copies it. Ctrl+Z and Ctrl+Y undo and redo. Ctrl+V pastes a table.'],
    zh: ['键盘', 'Tab 在各部分之间移动。在图里，方向键在图形间移动，Home 和 End 到首尾，回车看明细，Esc 离开，C 复制；在表格里按 C 复制整张表。Ctrl+Z、Ctrl+Y 撤销和重做，Ctrl+V 粘贴表格。'],
  },
  {
    en: ['Paper and files', '“Export” writes a web page, an Excel workbook with charts, CSV, Markdown or JSON. “Print or save as PDF” puts every section on paper. Each chart can be saved as PNG or SVG.'],
    zh: ['打印与导出', '“导出”可生成网页、带图表的 Excel、CSV、Markdown 或 JSON。“打印或存为 PDF”包含所有章节。每张图都能存成 PNG 或 SVG。'],
  },
  {
    en: ['“Not enough data”', 'Some analyses need more orders or another column. The report says what they need and what your files have, instead of drawing a chart of chance.'],
    zh: ['“数据不足”是什么意思', '有些分析需要更多订单或别的列。数据不够时，报告会写明需要多少、现有多少，而不会画一张靠运气的图。'],
  },
  {
    en: ['What is kept on this computer', 'Language, colours, corrections and your report settings, and the files only if you ask for it below. If you used the language model: the model, and for each title and review what it read (numbers, labels and places) under a fingerprint, not the text itself. “Forget everything” deletes all of it.'],
    zh: ['这台电脑上会留下什么', '语言、配色、修正和报告设置；只有在页面底部勾选后才会留存文件。用过语言模型的话，还有模型，以及它对每个标题和每条评价的判断（数字、标签和位置）；这些按不可还原的编号存放，不含原文。“清除本机记录”会一并删除。'],
  },
  {
    en: ['Without a connection', 'After the first visit the page works offline, sample shops included.'],
    zh: ['没有网络时', '打开过一次之后，断网也能用，示例店铺也在内。'],
  },
];
