import type {OwnersRow} from '../render/owners-row.js'
import type {Output} from './line-command.js'
import type {OwnersView} from './owners-view.js'

/** In the form that was asked for; the renderers are loaded here and not before. */
export async function renderOwners(
  rows: readonly OwnersRow[],
  output: Output,
  {isCsv, order, isFiltered}: Pick<OwnersView, 'order' | 'isFiltered'> & {readonly isCsv: boolean},
): Promise<string> {
  if (isCsv) {
    const {renderOwnersCsv, renderOwnersSummaryCsv} = await import('../render/owners-csv.js')
    return output.isSummary ? renderOwnersSummaryCsv(rows) : renderOwnersCsv(rows, order)
  }
  if (output.format === 'json') {
    const {renderOwnersJson, renderOwnersSummaryJson} = await import('../render/owners-json.js')
    return output.isSummary ? renderOwnersSummaryJson(rows) : renderOwnersJson(rows, order)
  }
  const [{renderOwnersTable}, {renderOwnersSummary}, {makeTheme}] = await Promise.all([
    import('../render/owners-table.js'),
    import('../render/owners-summary-table.js'),
    import('../render/theme.js'),
  ])
  const options = {width: output.columns, theme: makeTheme(output.colour, output.isAscii), isFiltered}
  return output.isSummary ? renderOwnersSummary(rows, options) : renderOwnersTable(rows, {...options, order})
}
