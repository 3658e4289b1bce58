// Shapes that cross the border between the worker's engine and the page. Field names are the engine's.

export type Lang = 'zh' | 'en';
export type Theme = 'auto' | 'light' | 'dark';
export type Day = number;

export interface Selection {
  days?: [Day, Day];
  weekday?: number;
  hour?: number;
  products?: string[];
  categories?: string[];
  countries?: string[];
  regions?: string[];
  channels?: string[];
  [more: string]: unknown;
}

export type NameFilter = 'products' | 'categories' | 'countries' | 'regions' | 'channels';

export interface Rates { target: string; per_unit: Record<string, string>; }

export interface Template {
  title: string;
  logo?: string;
  sections: string[];
  period?: [Day, Day];
  currency?: string;
  filter: Selection;
}

export interface Settings {
  lang: Lang;
  today: string;
  currency?: string;
  rates?: Rates;
  offset_minutes?: number;
  template?: Template;
  filter?: Selection;
}

export interface Place { file?: string; sheet?: string; row?: number; column?: string; }

export interface Failure { code: string; message: string; hint?: string; location?: Place | string; }

export interface Warning { code: string; message: string; location?: Place | string; }

export interface Choice { value: string; text: string; group?: string; samples?: string[]; assumed?: boolean; }

export interface Question { id: string; text: string; column?: string; choices: Choice[]; }

export interface ColumnView {
  name: string;
  type: string;
  role?: string;
  role_text?: string;
  confidence: number;
  reasons: string[];
  personal: boolean;
  samples: string[];
  problems: string[];
}

export interface TableView {
  table: number;
  sheet?: string;
  format: string;
  encoding?: string;
  delimiter?: string;
  header_row?: number;
  rows: number;
  dataset: string;
  dataset_text: string;
  platform?: string;
  summary: string;
  confidence: number;
  reasons: string[];
  shape: string;
  columns: ColumnView[];
  totals_rows: unknown;
  warnings: Warning[];
  questions: Question[];
}

export interface FileView {
  id: number;
  name: string;
  status: 'reading' | 'read' | 'failed';
  errors: Failure[];
  tables: TableView[];
  options: ReadOptions;
  /** Remembered corrections ask for the file to be read again with these. */
  reread?: ReadOptions | null;
}

export interface ColumnChoice { kind?: string; date_order?: string; decimal_mark?: string; }

export interface ReadOptions {
  encoding?: string;
  delimiter?: string;
  header_row?: number;
  columns?: Record<string, ColumnChoice>;
  unpacked_from?: string;
}

export interface Mapping {
  shape?: string;
  file?: string;
  dataset?: string;
  columns: Record<string, { role?: string | null }>;
  read: ReadOptions;
}

export interface Choices {
  datasets: Choice[];
  roles: Choice[];
  types: Choice[];
  encodings: (string | Choice)[];
  delimiters: Choice[];
  currencies: (string | Choice)[];
}

export interface Facet { name: string; orders?: number; }

export interface Facets {
  first_day?: Day;
  last_day?: Day;
  currencies: string[];
  products: Facet[];
  categories: Facet[];
  countries: Facet[];
  regions: Facet[];
  channels: Facet[];
}

export type Tone = 'good' | 'bad' | 'neutral';
export type Spark = (number | null)[];

export interface Change { against: string; relative?: number | null; text: string; direction: 'up' | 'down' | 'flat'; tone: Tone; }

export interface Figure {
  id: string;
  label: string;
  definition: string;
  value?: number | null;
  text: string;
  changes: Change[];
  spark: Spark;
  selection?: Selection | null;
}

export interface Finding {
  id: string;
  sentence: string;
  certainty: string;
  why: string;
  action: string;
  tone: Tone;
  impact?: number | null;
  spark: Spark;
  section: string;
  selection?: Selection | null;
}

export interface ChartSpec { id: string; title: string; subtitle: string; note: string; lang: Lang; plot: { kind: string } & Record<string, unknown>; }

export interface ChartBlock {
  type?: 'chart';
  spec: ChartSpec;
  selections: (Selection | null)[];
  alternatives?: [string, ChartBlock][];
  view?: string;
}

export interface TableCell { text: string; value?: number | null; tone?: Tone | null; }
export interface TableColumn { name: string; format?: unknown; bar?: boolean; }

export interface TableBlock {
  type?: 'table';
  id: string;
  title: string;
  subtitle: string;
  note: string;
  columns: TableColumn[];
  rows: TableCell[][];
  selections: (Selection | null)[];
  more: number;
}

export interface InsufficientBlock { type?: 'insufficient'; title: string; text: string; }
export interface TextBlock { type?: 'text'; text: string; }

export type Block =
  | (TextBlock & { type: 'text' })
  | (ChartBlock & { type: 'chart' })
  | (TableBlock & { type: 'table' })
  | TextsBlock
  | (InsufficientBlock & { type: 'insufficient' });

export interface Section { id: string; title: string; blocks: Block[]; }

export interface ReportDocument {
  version: number;
  lang: Lang;
  title: string;
  subtitle: string;
  today: string;
  period?: { first: Day; last: Day; text: string } | null;
  currency: string;
  logo?: string | null;
  filter: string;
  figures: Figure[];
  findings: Finding[];
  sections: Section[];
  sources: { name: string; text: string }[];
}

export interface RowCell { name: string; value: string; }
export interface BehindRow { file: string; sheet?: string; row: number; cells: RowCell[]; }
export interface RowPage { total: number; rows: BehindRow[]; }

export type ExportKind = 'html' | 'xlsx' | 'csv' | 'md' | 'json';
export interface Export { name: string; mime: string; bytes: Uint8Array<ArrayBuffer>; }

/** Products that have a name: those sold, largest revenue first, then those that only a product file knows. */
export interface ProductTitles {
  currency: string | null;
  names: string[];
  /** Aligned with the first names: those that orders know, so that a selection of one leads to its rows. */
  revenue_minor: number[];
  units_milli: number[];
}

/** The engine's class, as `www/pkg/web/web.js` exports it. */
export interface Session {
  set_settings(settings: Settings): void;
  open(name: string, size: number | null | undefined, options?: ReadOptions): number;
  push(id: number, bytes: Uint8Array): { bytes: number; rows: number };
  finish(id: number): FileView;
  lose(id: number, mishap: 'cancelled' | 'vanished' | 'directory' | 'out_of_memory'): FileView;
  remove(id: number): void;
  replace(old: number, next: number): void;
  files(): FileView[];
  choices(): Choices;
  set_mapping(table: number, mapping: Mapping): { reread?: number | boolean | null };
  mappings(): Mapping[];
  load_mappings(mappings: Mapping[]): void;
  facets(): Facets;
  product_titles(): ProductTitles;
  report(): ReportDocument;
  rows(selection: Selection, offset: number, limit: number): RowPage;
  document_json(): string;
  ledger(): Uint8Array<ArrayBuffer>;
  table(index: number): Uint8Array<ArrayBuffer>;
  export_rows(selection: Selection): Export;
  free?(): void;
}

export interface SessionModule { default(at?: unknown): Promise<unknown>; Session: new () => Session; }

/** Unpacks Parquet into delimited text, as `www/pkg/parquet/parquet.js` exports it. */
export interface ParquetUnpacker { nextChunk(): Uint8Array | undefined; free(): void; }

export interface ParquetModule { default(at?: unknown): Promise<unknown>; ParquetUnpacker: new (bytes: Uint8Array) => ParquetUnpacker; }

/** Makes a file of a document, as `www/pkg/export/export.js` exports it. */
export interface ExportModule { default(at?: unknown): Promise<unknown>; to_file(document: string, kind: ExportKind): Export; block_to_file(document: string, id: string): Export | undefined; }

/** Adds scenarios to a report, as `www/pkg/scenario/scenario.js` exports it. */
export interface ScenarioModule {
  default(at?: unknown): Promise<unknown>;
  why_texts(why: string): string;
  why_weights(why: string, heads: string, heard: string): string;
  learn_choices(table: Uint8Array): string;
  Learned: new (table: Uint8Array, ask: string, how: string, progress: (share: number) => void) => {
    told(how: string): string;
    why(row: number, how: string): string;
    csv(how: string): string;
    free(): void;
  };
  Scenarios: new (ledger: Uint8Array, request: string, said: string, vectors: Float32Array) => {
    goes_on(): boolean;
    done(): number;
    all(): number;
    step(): void;
    finish(): void;
    texts(): string;
    read(said: string, vectors: Float32Array, corrections: string): void;
    complete(document: string): string;
    names(query: string, most: number): string;
    look_up(subject: string): string;
    shop_file(form: string): string;
    free(): void;
  };
}

/** What is looked up, by its name in the report. */
export interface Subject { kind: 'product' | 'customer'; name: string; }

/** Something whose name was searched for: orders with the product, or of the customer. */
export interface Named extends Subject { orders: number; }

/** A file for a platform: its name, its text, and how it is imported; or what it would need. */
export interface ShopFile { file?: { name: string; text: string; note: string }; lacking?: string; }

/** A mark of a text that is asked about. */
export interface Why { text: string; start: number; end: number; label: string; polarity?: 'positive' | 'negative' | 'neutral'; }

/** The texts that a model may read, in the order in which it should. */
export interface ShopTexts { titles: string[]; reviews: string[]; }

/** What a model said of them: JSON, and a vector for each title, then each review. */
export interface Judged { said: string; vectors: Float32Array; }

/** A stretch of a text that says something; places count Unicode characters. */
export interface Mark { start: number; end: number; label: string; name: string; value: string; tone?: Tone; score: number; source: string; }

export interface ReadText { about: string; kind: 'title' | 'review'; text: string; marks: Mark[]; selection: Selection | null; }

export interface TextsBlock {
  type: 'texts';
  id: string;
  title: string;
  subtitle: string;
  note: string;
  labels: [string, string][];
  texts: ReadText[];
  more: number;
}

/** What a merchant has corrected in what was read. */
export interface Correction { pattern: string; label: string; action: 'set' | 'remove'; value?: unknown; polarity?: 'positive' | 'negative' | 'neutral'; text?: string; }

export type ScenarioQuestion =
  | { start: true }
  | { drop: true }
  | { ledger: Uint8Array<ArrayBuffer>; request: string; judged: Judged }
  | { finish: true }
  | { texts: true }
  | { judged: Judged; corrections: string }
  | { why: string; heads?: string; heard?: string }
  | { document: string }
  | { names: string; most: number }
  | { subject: string }
  | { form: string };

export type ToScenarios = { id: number } & ScenarioQuestion;

export type FromScenarios =
  | { id: number; ok: string }
  | { id: number; error: string }
  | { progress: { done: number; all: number } }
  | { fetched: { name: string; at: number }[] };

/** What is to be learned of a table, as `scenario::learn` takes it. */
export interface LearnAsk { label: string; positive: { is: string } | { at_least: number }; keep: string[]; }

/** A column that may be predicted. */
export interface LearnChoice {
  name: string;
  filled: number;
  distinct: number;
  values: [string, number][];
  likely: string | null;
  bound: number | null;
  unfit: 'personal' | 'dates' | 'empty' | 'constant' | 'rare' | null;
  suggested: boolean;
}

/** How a model is told: `missed` is what a missed one costs beside a false alarm. */
export interface Telling { lang: Lang; missed?: number; }

export interface Estimate { value: number; low: number; high: number; }

/** What came of learning a column. */
export interface Told {
  findings: Finding[];
  section: Section;
  figures: { evaluation: { n: number; auc: Estimate | null; pr_auc: Estimate | null } & Record<string, unknown>; threshold: number } & Record<string, unknown>;
  leaks: string[];
  first_row: number | null;
}

export type LearnQuestion =
  | { start: true }
  | { table: Uint8Array<ArrayBuffer> }
  | { ask: string; how: string }
  | { row: number; how: string }
  | { csv: true; how: string }
  | { how: string };

export type ToLearning = { id: number } & LearnQuestion;

export type FromLearning =
  | { id: number; ok: string }
  | { id: number; error: string; broken: boolean }
  | { progress: number }
  | { fetched: { name: string; at: number }[] };

/** Requests to the worker: the session's own methods that the page uses, and the reading of files. */
export interface Methods {
  start(): void;
  set_settings(settings: Settings): void;
  read(key: number, file: File, name: string, options?: ReadOptions): FileView;
  remove(id: number): void;
  replace(old: number, next: number): void;
  files(): FileView[];
  choices(): Choices;
  set_mapping(table: number, mapping: Mapping): { reread?: number | boolean | null };
  mappings(): Mapping[];
  load_mappings(mappings: Mapping[]): void;
  facets(): Facets;
  product_titles(): ProductTitles;
  report(): ReportDocument;
  rows(selection: Selection, offset: number, limit: number): RowPage;
  ledger(): Uint8Array<ArrayBuffer>;
  table(index: number): Uint8Array<ArrayBuffer>;
  export(document: string, kind: ExportKind): Export;
  export_block(document: string, id: string): Export | undefined;
  export_rows(selection: Selection): Export;
}

export type Request = { [M in keyof Methods]: { id: number; method: M; args: Parameters<Methods[M]> } }[keyof Methods];

export type ToWorker = Request | { cancel: number };

export type FromWorker =
  | { id: number; ok: unknown }
  | { id: number; error: Failure; crashed: boolean }
  | { progress: { key: number; bytes: number; rows: number } }
  | { fetched: { name: string; at: number }[] };

/** The page's choices: what undo, Back and a link bring back. It never holds the merchant's data. */
export interface View { filter: Selection; template: Template | null; rates: Rates | null; assumptions: Assumptions | null; }

/** What forecasts and stock are computed with, where the merchant has changed it. */
export interface Assumptions { horizon_days?: number; lead_time_days?: number; service_level?: number; campaign_days?: string; holidays?: boolean; }

/** What a tooltip says about a mark (its name first), and where the mark is (CSS pixels of the drawing). */
export interface Tip { lines: string[]; x: number; y: number; }

export interface Twin { columns: (TableColumn & { format?: unknown })[]; rows: TableCell[][]; }

export type Rgb = [number, number, number];

/** The page's own colours; what is missing is the chart's own. */
export interface Colours { dark: boolean; background?: Rgb; ink?: Rgb; soft?: Rgb; accent?: Rgb; good?: Rgb; bad?: Rgb; }

/** A chart on a canvas, as `www/pkg/canvas/canvas.js` exports it. */
export interface DrawnChart {
  height(width: number): number;
  draw(width: number, ratio: number, colours: Colours): void;
  highlight(mark?: number): void;
  hit(x: number, y: number): number | undefined;
  step(mark: number | undefined, key: string): number | undefined;
  tip(mark: number): Tip | undefined;
  table(): Twin;
  svg(width: number, colours: Colours): string;
  picture(canvas: HTMLCanvasElement, width: number, ratio: number, colours: Colours): void;
  free(): void;
}

export interface ChartsModule {
  default(at?: unknown): Promise<unknown>;
  Chart: new (canvas: HTMLCanvasElement, spec: ChartSpec) => DrawnChart;
}

// The model that reads texts

/** What went wrong with a model; the page has the words for the codes. */
export interface ModelFailure { code: string; message: string; details?: Record<string, unknown>; }

/** Where arithmetic is done: whole numbers or floats on the processor, candle's reference, or a graphics card. */
export type ModelDevice = 'int8' | 'float' | 'reference' | 'gpu';

export interface ModelHead {
  name: string;
  task: 'embed' | 'classify' | 'tag';
  labels: string[];
  /** Of heads that tag: the head whose spans it judges. */
  over?: string;
}

/** A label in the languages of the page. */
export interface LabelNames { zh: string; en: string; }

/** What heads that do not embed say of a text. */
export interface Heard {
  spans: Record<string, { label: string; start: number; end: number; score: number; judged?: number[] }[]>;
  scores: Record<string, number[]>;
}

export interface ModelDescription {
  name: string;
  version: string;
  languages: string[];
  licence: string;
  heads: ModelHead[];
  /** What people call the labels, by head. */
  names: Record<string, Record<string, LabelNames>>;
  device: { kind: string; name: string; precision: string; kernel: string };
  max_tokens: number;
  width: number;
}

export interface PackFile { file: string; bytes: number; sha256?: string; }

export interface ModelJob {
  counts(): { texts: number; empty: number; cut: number; distinct: number; windows: number; tokens: number };
  step(model: Model): Promise<{ done: number; total: number; tokens: number; answered: ArrayLike<number> }>;
  vectors(texts: Uint32Array): Float32Array<ArrayBuffer>;
  heard(texts: Uint32Array): string;
  free(): void;
}

export interface Model {
  describe(): ModelDescription;
  check(): Promise<{ texts: number; worst: number; passed: boolean }>;
  kernels(): string[];
  kernel(): string;
  set_kernel(name: string): void;
  plan(texts: string[], heads: string[]): ModelJob;
  free(): void;
}

/** As the page asks for it: `auto` is whole numbers where the manifest says that the weights are, floats otherwise. */
export type AskedDevice = ModelDevice | 'auto';

export interface ModelOpening {
  parts(): PackFile[];
  begin(device: ModelDevice, options?: { software?: boolean; precision?: 'f32' | 'f16' | 'int8' }): Promise<void>;
  hashed_part(sha256: Uint8Array): void;
  push(bytes: Uint8Array): Promise<void>;
  end_part(): void;
  finish(): Promise<Model>;
  free(): void;
}

export interface ModelIndex {
  add(vectors: Float32Array): void;
  len(): number;
  nearest(vector: Float32Array, count: number): Near[];
  free(): void;
}

export interface Near { row: number; score: number; }

/** As `www/pkg/model/model.js` and `www/pkg/model_relaxed/model_relaxed.js` export it. */
export interface ModelModule {
  default(at?: unknown): Promise<unknown>;
  Opening: {
    tokenizer_of(manifest: Uint8Array): PackFile;
    pack(manifest: Uint8Array, tokenizer: Uint8Array, sha256?: Uint8Array): ModelOpening;
    folder(config: Uint8Array, tokenizer: Uint8Array, tokenizerConfig?: Uint8Array, pooling?: Uint8Array, modules?: Uint8Array): ModelOpening;
  };
  /** `rows`: as many as are to come. */
  Index: new (width: number, rows?: number) => ModelIndex;
  fingerprints(texts: string[]): string[];
}

/** A pack's folder by its address, or the files of a folder that the merchant chose, by their paths in it. */
export type ModelSource = { pack: string } | { files: { path: string; file: File }[] };

export interface LoadOrder {
  source: ModelSource;
  device: AskedDevice;
  /** Whether a graphics card that is none, but computes on the processor, will do: for tests. */
  software?: boolean;
  /** Parts that the browser could not keep, from the worker that fetched them. */
  parts?: [string, Blob][];
}

export interface Loaded {
  description: ModelDescription;
  /** What tells this model's results from another's: a hash of the manifest, or of what the folder's files say of themselves. */
  identity: string;
  /** Bytes of the weights and the tokenizer. */
  bytes: number;
  relaxed: boolean;
  /** Whether the browser keeps the parts for the next visit; null where that was not asked. */
  kept: boolean | null;
  parts: [string, Blob][];
  /** Of a graphics card: what the golden texts say. */
  check: { texts: number; worst: number; passed: boolean } | null;
}

export interface Encoded {
  /** Positions in the texts asked for; fewer than all where the work was given up. */
  answered: Uint32Array<ArrayBuffer>;
  /** Of heads that embed: a row for each that was answered. */
  vectors: Float32Array<ArrayBuffer>;
  /** Of other heads, null for texts in which there is nothing to read; empty where none was asked. */
  heard: (Heard | null)[];
  tokens: number;
  /** Milliseconds spent on it. */
  took: number;
}

export interface ModelMethods {
  load(order: LoadOrder): Loaded;
  encode(order: { texts: string[]; heads: string[]; priority: number }): Encoded;
  fingerprints(texts: string[]): string[];
  index(order: { width: number; vectors: Float32Array }): number;
  nearest(order: { vector: Float32Array; count: number }): Near[];
}

export type ModelRequest = { [M in keyof ModelMethods]: { id: number; method: M; args: Parameters<ModelMethods[M]> } }[keyof ModelMethods];

export type ToModelWorker = ModelRequest | { cancel: number };

export type FromModelWorker =
  | { id: number; ok: unknown }
  | { id: number; error: ModelFailure; crashed: boolean; partial?: Encoded | null }
  | { progress: { id: number; done: number; total: number } }
  | { fetched: { name: string; at: number }[] };
