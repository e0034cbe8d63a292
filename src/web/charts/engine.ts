import { BarChart, LineChart, ScatterChart } from 'echarts/charts'
import { AriaComponent, GraphicComponent, GridComponent, TooltipComponent } from 'echarts/components'
import { init, use as include } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { EChartsOption } from 'echarts'

include([BarChart, LineChart, ScatterChart, AriaComponent, GraphicComponent, GridComponent, TooltipComponent, SVGRenderer])

export interface DrawnChart {
  readonly draw: (option: EChartsOption, size: { readonly width: number; readonly height: number }) => void
  readonly dispose: () => void
}

/** Draws options into an element as SVG. `pick` hears the place on the period axis that was clicked, counted from 0. */
export function startChart(element: HTMLElement, pick?: (index: number) => void): DrawnChart {
  const chart = init(element, null, { renderer: 'svg' })
  if (pick) {
    chart.getZr().on('click', ({ offsetX, offsetY }) => {
      const place = chart.convertFromPixel({ gridIndex: 0 }, [offsetX, offsetY])
      const index = Array.isArray(place) ? place[0] : undefined
      if (typeof index === 'number') pick(Math.round(index))
    })
  }
  return {
    draw(option, { width, height }) {
      chart.resize({ width, height })
      chart.setOption(option, { notMerge: true })
    },
    dispose: () => chart.dispose(),
  }
}
