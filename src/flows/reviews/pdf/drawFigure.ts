import { measureText } from '#engines/charts/interWidths.ts'
import { frameWidth, type Figure } from '#engines/charts/figure.ts'

/** Draws a chart's option object, the one that the screen uses, as SVG text. Loads ECharts at the first call. */
export async function drawFigure({ option, height }: Figure, width: number = frameWidth): Promise<string> {
  const echarts = await import('echarts')
  echarts.setPlatformAPI({ measureText })
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    chart.setOption(option)
    return chart.renderToSVGString()
  } finally {
    chart.dispose()
  }
}
