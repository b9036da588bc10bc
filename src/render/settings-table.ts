import {printable} from './layout/display-width.js'
import {renderTable, tableWidth} from './layout/table.js'
import type {Look} from './layout/theme.js'

export interface ShownSetting {
  readonly name: string
  readonly value: boolean | string | readonly string[]
  readonly kind: 'flag' | 'environment' | 'deployment' | 'config-file' | 'default'
  /** `--policy`, `EXTERNAL_DNS_POLICY`, `external-dns-ts.yaml:4`, `default`. */
  readonly place: string
}

/** What was set first, then the defaults, each by name; blocks where the table would not fit. Ends with a line feed. */
export function renderSettingsTable(settings: readonly ShownSetting[], {width, theme}: Look): string {
  const isDefault = ({kind}: ShownSetting) => kind === 'default'
  const sorted = [...settings.filter((setting) => !isDefault(setting)), ...settings.filter(isDefault)]
  const head = ['Setting', 'Value', 'From'].map((title) => theme.bold(title))
  const rows = sorted.map((setting) => [setting.name, valueLines(setting).join('\n'), setting.place])
  const block = (setting: ShownSetting) => [
    `${theme.bold(setting.name)}  ${setting.place}`,
    ...valueLines(setting).map((line) => `  ${line}`),
  ]
  const lines = tableWidth(head, rows) <= width ? renderTable(head, rows) : sorted.flatMap(block)
  return `${lines.join('\n')}\n`
}

function valueLines({value}: ShownSetting): readonly string[] {
  if (typeof value === 'boolean') return [String(value)]
  const texts = typeof value === 'string' ? [value] : value
  return texts.filter((text) => text !== '').map(printable)
}
