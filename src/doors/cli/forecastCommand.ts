import { badUsage, text, type Command } from './command.ts'
import { textTable } from './table.ts'
import type { ForecastAnswer, Tools } from './tools.ts'

export const forecastCommand: Command = {
  says: 'Where a metric goes if nothing changes, held against its target.',
  usage: 'forecast <metric> [--segment PART] [--workspace W] [--as-of DATE] [--json]',
  options: { 'as-of': { type: 'string' }, segment: { type: 'string' } },
  async run({ words, flags, io, tools }) {
    const [metric, ...more] = words
    if (!metric || more.length > 0) throw badUsage('Name one metric.', `There are ${[...tools.registry.metrics.keys()].join(', ')}.`)
    const [asOf, segment] = [text(flags, 'as-of'), text(flags, 'segment')]
    const answer = await tools.forecast(await tools.enter(text(flags, 'workspace')), metric, { ...(asOf ? { asOf } : {}), ...(segment ? { segment } : {}) })
    io.out(flags['json'] ? JSON.stringify(answer) : shown(answer, tools))
    return 0
  },
}

function shown(answer: ForecastAnswer, tools: Tools): string {
  const { name, unit, currency, method, forecast, target, aim } = answer
  const show = (value: number | null) => tools.show(value, unit, currency)
  const fan = forecast.model === null ? [] : forecast.points
  const wide = (point: (typeof fan)[number]) => point.bands.find(({ share }) => share === 0.8)
  const rows = fan.map((point) => [point.period, show(point.mean), show(wide(point)?.low ?? null), show(wide(point)?.high ?? null)])
  const pace = aim?.runRate?.perPeriod
  return [
    ...(target ? [`${name}: ${target.name}, ${show(target.value)} by ${target.by}${aim ? `; ${aim.status}` : ''}`] : [`${name} has no agreed target.`]),
    ...(aim && aim.chance !== null ? [`Chance to hit: ${Math.round(aim.chance * 100)}%`] : []),
    ...(aim?.runRate && pace !== null && pace !== undefined ? [`Needed: ${show(pace)} a period over ${aim.runRate.periodsLeft} periods`] : []),
    ...(rows.length > 0 ? [textTable(['period', 'mean', '80% low', '80% high'], rows)] : []),
    method,
  ].join('\n')
}
