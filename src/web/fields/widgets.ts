import { BooleanWidget, ManyOfWidget, OneOfWidget } from './choices.tsx'
import type { KindName } from './kinds.ts'
import { listWidget, recordWidget } from './nested.tsx'
import { MoneyWidget, NumberWidget, PercentWidget } from './numbers.tsx'
import { RefsWidget, RefWidget } from './references.tsx'
import { CodeWidget, ComputedWidget, DateTimeWidget, DateWidget, RichTextWidget, TagsWidget, TextWidget } from './texts.tsx'
import type { Widget } from './widget.ts'

/** One widget for each kind of field. The table is typed over the kernel's kinds: a kind without a widget does not compile. */
export const widgets = {
  amount: NumberWidget,
  attachment: recordWidget(widgetOf),
  boolean: BooleanWidget,
  date: DateWidget,
  dateTime: DateTimeWidget,
  duration: TextWidget,
  email: TextWidget,
  formula: ComputedWidget,
  integer: NumberWidget,
  json: CodeWidget,
  list: listWidget(widgetOf),
  manyOf: ManyOfWidget,
  money: MoneyWidget,
  number: NumberWidget,
  oneOf: OneOfWidget,
  percent: PercentWidget,
  predicate: CodeWidget,
  record: recordWidget(widgetOf),
  ref: RefWidget,
  refs: RefsWidget,
  richText: RichTextWidget,
  score: NumberWidget,
  tags: TagsWidget,
  text: TextWidget,
  timeframe: TextWidget,
  url: TextWidget,
} satisfies Record<KindName, Widget>

const byName: ReadonlyMap<string, Widget> = new Map(Object.entries(widgets))

/** The widget of a kind that arrives as data. */
export function widgetOf(kind: string): Widget {
  return byName.get(kind) ?? TextWidget
}
