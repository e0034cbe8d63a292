import { createElement } from 'react'
import type { WidgetProps } from './widget.ts'
import { widgetOf } from './widgets.ts'

/** The widget that a field’s kind asks for. */
export const WidgetOf = (props: WidgetProps) => createElement(widgetOf(props.field.kind), props)
