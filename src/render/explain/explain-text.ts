import {assertNever} from '../../dns/parsed.js'
import {objectText, plural, visibility, zoneText} from '../../dns/phrase.js'
import type {FilteredOut, HostExplanation, Neighbour, WrapperStep, ZoneVerdict} from '../../explain/explanation.js'
import {shownHosts} from '../../plan/shown-hosts.js'
import {toAscii} from '../layout/display-width.js'
import {bodyColumn, layOutEntry} from '../layout/entry.js'
import type {Theme} from '../layout/theme.js'
import {oneWord, paragraph, REMARK_GAP, words} from '../layout/wrap.js'
import {blockedText} from '../plan/blocked-text.js'
import {hostEntry} from '../plan/host-text.js'
import {recordSetPhrase} from '../plan/record-set-text.js'
import {refusalText} from '../plan/summary-text.js'
import {orphanLines, requestLines, storedLines, verdictLines, whoText} from './verdict-text.js'

export interface ExplainTextOptions {
  /** The width of the terminal in columns. */
  readonly width: number
  readonly theme: Theme
  readonly isVerbose: boolean
}

/** Explains one host, from the objects to the action, with the verdict first; ends with a line feed. */
export function renderExplainText(original: HostExplanation, options: ExplainTextOptions): string {
  const it = options.theme.isAscii ? toAscii(original) : original
  const blocks = [
    verdictLines(it, options),
    section('Who asks for it', requesters(it, options), options),
    section(
      'Left out',
      it.filteredOut.flatMap((one) => filteredOutLines(one, options)),
      options,
    ),
    section('Named, and not used', unusedLines(it, options), options),
    section(
      'On the way to the plan',
      it.steps.flatMap((step) => stepLines(step, options)),
      options,
    ),
    section('Zones', zonesLines(it, options), options),
    section('In Route 53 now', nowLines(it, options), options),
    actionLines(it, options),
    section(
      'Warnings',
      it.plan.warnings.flatMap(({text}) => paragraph(words(text), options.width, 2)),
      options,
    ),
    section(
      'Not known',
      it.gaps.flatMap((gap) => paragraph(words(gap), options.width, 2)),
      options,
    ),
    refusalText(it.plan, options.theme, options.width),
  ]
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`
}

function section(title: string, lines: readonly string[], {theme}: ExplainTextOptions): readonly string[] {
  return lines.length === 0 ? [] : [theme.bold(title), ...lines]
}

function requesters(it: HostExplanation, options: ExplainTextOptions): readonly string[] {
  const {width} = options
  const covering = it.covering.flatMap((request) => [
    ...paragraph(
      [...whoText(request, options.theme), ...words(`asks for ${request.writtenAs}, which covers it`, {gap: 2})],
      width,
      2,
    ),
  ])
  if (it.requests.length > 0) return [...it.requests.flatMap((request) => requestLines(request, options)), ...covering]
  const {objects} = it.plan
  const near = it.nearestName === undefined ? '' : `; the nearest name asked for is ${it.nearestName}`
  return [...paragraph(words(`none of the ${plural(objects, 'object')} that were read${near}`), width, 2), ...covering]
}

function filteredOutLines({request, by}: FilteredOut, options: ExplainTextOptions): readonly string[] {
  const content = [...whoText(request, options.theme), ...words(`left out by ${by.join(' and ')}`, {gap: REMARK_GAP})]
  return paragraph(content, options.width, 2)
}

/** What a flag left out is told above, with that flag. */
function unusedLines(it: HostExplanation, {theme, width}: ExplainTextOptions): readonly string[] {
  const explained = new Set(it.filteredOut.map(({request}) => objectText(request.origin)))
  return it.plan.unused
    .filter(({origin}) => !explained.has(objectText(origin)))
    .flatMap(({origin, reason}) => [
      ...paragraph([...words(objectText(origin)), ...words(origin.field, {gap: 2, paint: theme.dim})], width, 2),
      ...paragraph(words(reason, {paint: theme.blocked}), width, 6),
    ])
}

function stepLines({name, before, after}: WrapperStep, {theme, width}: ExplainTextOptions): readonly string[] {
  const diff = (marker: '-' | '+', texts: readonly string[]) => {
    const paint = marker === '-' ? theme.delete : theme.create
    return texts.flatMap((text) => paragraph([oneWord(marker, {paint}), ...words(text, {paint})], width, 4))
  }
  return [
    ...paragraph(words(name), width, 2),
    ...diff(
      '-',
      before.filter((text) => !after.includes(text)),
    ),
    ...diff(
      '+',
      after.filter((text) => !before.includes(text)),
    ),
  ]
}

function zonesLines(it: HostExplanation, options: ExplainTextOptions): readonly string[] {
  const filtered = it.passesDomainFilters
    ? []
    : paragraph(words('the domain filters leave this name out', {paint: options.theme.blocked}), options.width, 2)
  if (it.zones.length === 0) {
    return [...filtered, ...paragraph(words('no hosted zone of these credentials holds this name'), options.width, 2)]
  }
  return [...filtered, ...it.zones.flatMap((verdict) => zoneLine(verdict, options))]
}

function zoneLine({zone, isChosen, rule}: ZoneVerdict, {theme, width}: ExplainTextOptions): readonly string[] {
  const content = [
    ...words(zone.name, isChosen ? {paint: theme.bold} : {}),
    ...words(visibility(zone), {gap: REMARK_GAP}),
    ...words(zone.id, {gap: REMARK_GAP}),
    ...words(isChosen ? `chosen: ${rule}` : rule, {gap: REMARK_GAP, paint: isChosen ? undefined : theme.dim}),
  ]
  return paragraph(content, width, 2)
}

function nowLines(it: HostExplanation, options: ExplainTextOptions): readonly string[] {
  const lines = [
    ...it.stored.flatMap((claim) => storedLines(claim, it, options)),
    ...it.orphans.flatMap((orphan) => orphanLines(orphan, options)),
  ]
  const isSelected = it.zones.some(({isChosen}) => isChosen)
  const none = isSelected ? paragraph(words('no record set under this name'), options.width, 2) : []
  return [
    ...(it.stored.length === 0 ? none : []),
    ...lines,
    ...it.neighbours.flatMap((neighbour) => neighbourLine(neighbour, it, options)),
  ]
}

function neighbourLine(
  {kind, recordSet}: Neighbour,
  it: HostExplanation,
  {width}: ExplainTextOptions,
): readonly string[] {
  return paragraph(
    [
      ...words(`${recordSet.name} ${recordSet.type}`),
      ...words(recordSetPhrase(recordSet)),
      ...words(neighbourText(kind, it), {gap: REMARK_GAP}),
    ],
    width,
    2,
  )
}

function neighbourText(kind: Neighbour['kind'], {stored}: HostExplanation): string {
  switch (kind) {
    case 'wildcard':
      return stored.length === 0 ? 'answers for this name' : 'would answer without the records above'
    case 'delegation':
      return 'delegates this name: records of this zone under it are never answered'
    default:
      return assertNever(kind)
  }
}

/** The lines of the host in the plan, unchanged. */
function actionLines(it: HostExplanation, {theme, width, isVerbose}: ExplainTextOptions): readonly string[] {
  const {plan} = it
  const look = {theme, width, body: bodyColumn([it.host]), isVerbose}
  const zones = plan.zones.map(({zone}) => zone)
  const changing = plan.zones.filter((zone) => zone.hosts.length > 0)
  const hosts = changing.flatMap((zone) => [
    ...(changing.length > 1 ? paragraph(words(`in ${zoneText(zone.zone, zones)}`), width) : []),
    ...shownHosts(zone.hosts).flatMap((host) => layOutEntry(hostEntry(host, plan.owner, look), look.body, width)),
  ])
  const changes = hosts.length === 0 ? [] : [[theme.bold('What apply does'), ...hosts]]
  return [...changes, ...blockedText(plan, look)].flatMap((block, index) => [...(index === 0 ? [] : ['']), ...block])
}
