/** The part of an ECharts 6 option that our charts use, as plain types: an engine draws, and only the browser and the PDF writer load ECharts. Assignable to `EChartsOption`. */
export type ChartOption = {
  animation: false
  backgroundColor: string
  color: string[]
  textStyle: { fontFamily: string; fontSize: number; color: string }
  aria: { enabled: true; label: { description: string } }
  tooltip?: Tooltip
  grid?: { left: number; right: number; top: number; bottom: number; containLabel: false; outerBoundsMode: 'none' }
  xAxis?: Axis & { type: 'category'; data: string[] }
  yAxis?: Axis & { type: 'value'; min: number; max: number; interval: number; splitLine: Hidden }
  graphic?: Mark[]
  series?: Series[]
}

/** Drawn parts of the `graphic` component, in px from the top left. */
export type Mark = { silent: true; z: number } & (
  | {
      type: 'text'
      style: {
        x: number
        y: number
        text: string
        fill: string
        font: string
        align: 'left' | 'center' | 'right'
        verticalAlign: 'middle'
        backgroundColor?: string
        padding?: number[]
      }
    }
  | { type: 'line'; shape: { x1: number; y1: number; x2: number; y2: number }; style: Stroke }
  | { type: 'polyline' | 'polygon'; shape: { points: number[][] }; style: Stroke & { fill: string } }
  | { type: 'rect'; shape: { x: number; y: number; width: number; height: number; r: number }; style: Stroke & { fill: string } }
)

export type Series = LineSeries | BarSeries | ScatterSeries
export type LineSeries = Common & {
  type: 'line'
  data: (number | null | { value: number | null; symbol?: string; symbolSize?: number; tooltip?: { show: false } })[]
  symbol: 'circle'
  symbolSize?: number
  showAllSymbol: true
  showSymbol?: boolean
  connectNulls?: false
  lineStyle: { color: string; width: number; join?: 'round'; type?: number[] }
  itemStyle: ItemStyle
}
export type BarSeries = Common & {
  type: 'bar'
  stack: string
  barWidth: number
  itemStyle: ItemStyle
  data: { value: number; itemStyle: { opacity: number } }[]
}
export type ScatterSeries = Common & {
  type: 'scatter'
  data: (number | { value: number[]; symbolSize: number; itemStyle: ItemStyle })[]
  symbol: 'diamond' | 'rect'
  symbolSize?: number[]
  silent?: true
  itemStyle?: ItemStyle
}

type Common = { name: string; z: number; emphasis: { disabled: true }; tooltip: { show: false } | { valueFormatter: (value: unknown) => string } }
type ItemStyle = { color: string; borderColor: string; borderWidth: number; opacity?: number }
type Stroke = { stroke: string; lineWidth: number; lineDash?: number[] }
type Hidden = { show: false }
type Axis = { axisLine: Hidden; axisTick: Hidden; axisLabel: Hidden }
type Tooltip = {
  trigger: 'axis'
  backgroundColor: string
  borderColor: string
  borderWidth: number
  padding: number[]
  textStyle: { color: string; fontSize: number; fontFamily: string }
  axisPointer: { type: 'line'; lineStyle: { color: string; width: number; type: 'solid' } }
}
