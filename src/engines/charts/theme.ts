/** Colours of a chart: the design tokens of one theme. Charts take one of these and never name a colour themselves. */
export type Theme = {
  readonly name: 'light' | 'dark'
  readonly font: string
  readonly ground: string
  readonly panel: string
  readonly raised: string
  readonly text: string
  readonly muted: string
  readonly hairline: string
  readonly control: string
  readonly accent: string
  readonly red: string
  readonly amber: string
  readonly green: string
  readonly greyBar: string
  readonly greyLine: string
  /** Six series colours that stay apart under colour-blindness. */
  readonly series: readonly [string, string, string, string, string, string]
  /** Seven steps of one hue, from next to the ground to far from it. */
  readonly steps: readonly [string, string, string, string, string, string, string]
  /** Three steps of loss: red, then lighter on light and darker on dark. */
  readonly losses: readonly [string, string, string]
}

const font = 'Inter, system-ui, sans-serif'

export const light: Theme = {
  name: 'light',
  font,
  ground: '#FFFFFF',
  panel: '#F7F8FA',
  raised: '#EEF1F5',
  text: '#1A1D23',
  muted: '#5B6472',
  hairline: '#E3E6EB',
  control: '#7D8796',
  accent: '#2B5CE6',
  red: '#B42318',
  amber: '#8A5A00',
  green: '#0B6E4F',
  greyBar: '#C3C9D2',
  greyLine: '#A9B1BD',
  series: ['#317CF8', '#F55D1A', '#92074C', '#AA82C8', '#6C2893', '#CE7D60'],
  steps: ['#EFF4FF', '#C9DAFD', '#98B8FA', '#6392F4', '#2B5CE6', '#1B3FA8', '#12296B'],
  losses: ['#B42318', '#D98079', '#F0C4C0'],
}

export const dark: Theme = {
  name: 'dark',
  font,
  ground: '#101216',
  panel: '#171A20',
  raised: '#1F232B',
  text: '#E8EAED',
  muted: '#9AA3B2',
  hairline: '#262A33',
  control: '#6B7484',
  accent: '#7EA2FF',
  red: '#FF8A80',
  amber: '#F5C04A',
  green: '#5DD6A4',
  greyBar: '#3D4452',
  greyLine: '#5A6373',
  series: ['#6B86E1', '#E8CF23', '#E64887', '#68E4EA', '#878930', '#B6DD8F'],
  steps: ['#12296B', '#1B3FA8', '#2B5CE6', '#6392F4', '#98B8FA', '#C9DAFD', '#EFF4FF'],
  losses: ['#FF8A80', '#B25F59', '#6E3B38'],
}
