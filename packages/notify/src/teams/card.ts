/** The parts of an Adaptive Card that messages use, as its schema of version 1.4 names them. */
export interface AdaptiveCard {
  readonly type: 'AdaptiveCard';
  readonly $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  /** Workflows refuse cards of a later version. */
  readonly version: '1.4';
  /** The text for clients that cannot show the card. */
  readonly fallbackText: string;
  readonly body: readonly Element[];
  readonly actions: readonly OpenUrl[];
  readonly msteams: { readonly width: 'Full' };
}

export type Element = RichTextBlock | Container | ColumnSet | ActionSet;

/** Text in which nothing is markup: a text block would read Markdown and date macros in it. */
export interface RichTextBlock {
  readonly type: 'RichTextBlock';
  readonly inlines: readonly TextRun[];
  readonly spacing?: 'None' | 'Small' | 'Medium';
}

export interface TextRun {
  readonly type: 'TextRun';
  readonly text: string;
  readonly size?: 'Small' | 'Default' | 'Large';
  readonly weight?: 'Bolder';
  readonly color?: 'Attention' | 'Warning' | 'Good' | 'Accent';
  readonly isSubtle?: true;
  readonly fontType?: 'Monospace';
}

export interface Container {
  readonly type: 'Container';
  readonly items: readonly Element[];
  readonly separator?: true;
  readonly spacing?: 'Medium';
}

export interface ColumnSet {
  readonly type: 'ColumnSet';
  readonly columns: readonly Column[];
  readonly spacing?: 'None' | 'Small';
}

export interface Column {
  readonly type: 'Column';
  readonly width: 'stretch';
  readonly items: readonly Element[];
}

export interface ActionSet {
  readonly type: 'ActionSet';
  readonly actions: readonly OpenUrl[];
}

export interface OpenUrl {
  readonly type: 'Action.OpenUrl';
  readonly title: string;
  readonly url: string;
}
