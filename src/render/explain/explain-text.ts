import {type Delegation, delegationVerdict, worstVerdict} from '../../dns/answer.js'
import {assertNever} from '../../dns/parsed.js'
import {objectText, visibility, zoneText} from '../../dns/phrase.js'
import {whenAndWho} from '../../dns/recorded-change.js'
import type {HostExplanation, Neighbour, WrapperStep, ZoneVerdict} from '../../explain/explanation.js'
import {shownHosts} from '../../plan/shown-hosts.js'
import {verifiedText} from '../apply/verified-text.js'
import {toAscii} from '../layout/display-width.js'
import {bodyColumn, layOutEntry} from '../layout/entry.js'
import type {Theme} from '../layout/theme.js'
import {oneWord, paragraph, REMARK_GAP, words} from '../layout/wrap.js'
import {blockedText} from '../plan/blocked-text.js'
import {hostEntry} from '../plan/host-text.js'
import {recordSetPhrase} from '../plan/record-set-text.js'
import {refusalText} from '../plan/summary-text.js'
import {
  isNamed,
  objectLines,
  orphanLines,
  ownershipLines,
  ownerWords,
  resultWords,
  storedLines,
  verdictLines,
} from './verdict-text.js'

export interface ExplainTextOptions {
  /** The width of the terminal in columns. */
  readonly width: number
  readonly theme: Theme
  readonly isVerbose: boolean
}

/** Explains one host, from the objects to the action, with the verdict first; ends with a line feed. */
export function renderExplainText(original: HostExplanation, options: ExplainTextOptions): string {
  const it = options.theme.isAscii ? toAscii(original) : original
  const {theme, width} = options
  const {plan} = it
  const texts = (lines: readonly string[]) => lines.flatMap((text) => paragraph(words(text), width, 2))
  const section = (title: string, lines: readonly string[]) => (lines.length === 0 ? [] : [theme.bold(title), ...lines])
  const isMaybe = it.requests.length > 0 && it.requests.every(({result}) => result.kind === 'problem')
  const blocks = [
    verdictLines(it, options),
    section(isMaybe ? 'Who may ask for it' : 'Who asks for it', requesters(it, options)),
    section('Not used, and why', unusedLines(it, options)),
    section(
      'Changed before planning',
      it.steps.flatMap((step) => stepLines(step, options)),
    ),
    section('Zones', zonesLines(it, options)),
    section('In Route 53 now', nowLines(it, options)),
    section('Last changed', changeLines(it, options)),
    section('At the name servers', answerLines(it, options)),
    actionLines(it, options),
    section('Warnings', texts(plan.warnings.map(({text}) => text))),
    section('Not known', texts(it.gaps)),
    refusalText(plan, theme, width),
  ]
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`
}

function requesters(it: HostExplanation, options: ExplainTextOptions): readonly string[] {
  const {plan, requests, covering, nearestName} = it
  const lines = [
    ...requests.flatMap((request) => objectLines(request, [resultWords(request, options.theme)], options)),
    ...covering.flatMap((request) =>
      objectLines(request, [words(`asks for ${request.writtenAs}, which covers it`)], options),
    ),
  ]
  if (lines.length > 0 || isNamed(it)) return lines
  const near = nearestName === undefined ? '' : `; the nearest name asked for is ${nearestName}`
  return paragraph(words(`none of the objects that were read (${plan.objects})${near}`), options.width, 2)
}

/** What a filter leaves out, and the other objects of which nothing comes. */
function unusedLines(it: HostExplanation, options: ExplainTextOptions): readonly string[] {
  const paint = options.theme.blocked
  const explained = new Set(it.filteredOut.map(({request}) => objectText(request.origin)))
  return [
    ...it.filteredOut.flatMap(({request, by}) => {
      const filters = by.map((name) => name.replace(/^no /, 'the lack of ')).join(' and ')
      const others = request.result.kind === 'endpoint' ? [] : [resultWords(request, options.theme)]
      return objectLines(request, [words(`left out by ${filters}`, {paint}), ...others], options)
    }),
    ...it.plan.unused
      .filter(({origin}) => !explained.has(objectText(origin)))
      .flatMap(({origin, reason}) => objectLines({origin, writtenAs: undefined}, [words(reason, {paint})], options)),
  ]
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
  const isSelected = it.zones.some(({isChosen}) => isChosen)
  const isEmpty = isSelected && it.stored.length + it.ownershipOf.length === 0
  return [
    ...(isEmpty ? paragraph(words('no record set under this name'), options.width, 2) : []),
    ...it.stored.flatMap((claim) => storedLines(claim, it, options)),
    ...it.ownershipOf.flatMap((one) => ownershipLines(one, it, options)),
    ...it.orphans.flatMap((orphan) => orphanLines(orphan, options)),
    ...it.neighbours.flatMap((neighbour) => neighbourLine(neighbour, it, options)),
  ]
}

function neighbourLine(
  {kind, recordSet, claim, hiddenBy}: Neighbour,
  {stored, plan}: HostExplanation,
  {theme, width}: ExplainTextOptions,
): readonly string[] {
  const isWildcard = kind === 'wildcard'
  const covers = isWildcard && hiddenBy === undefined && stored.length === 0
  const hidden =
    hiddenBy === undefined ? 'would answer without the records above' : `does not answer, because ${hiddenBy} exists`
  const remark = isWildcard ? hidden : 'delegates this name: records of this zone under it are never answered'
  const resource = claim.kind === 'unowned' || claim.resource === '' ? [] : words(`for ${claim.resource}`)
  return paragraph(
    [
      ...words(`${covers ? 'covered by ' : ''}${recordSet.name} ${recordSet.type}`),
      ...words(recordSetPhrase(recordSet)),
      ...(isWildcard ? [...ownerWords(claim, plan.owner, theme), ...resource] : []),
      ...(covers ? [] : words(remark, {gap: REMARK_GAP})),
    ],
    width,
    2,
  )
}

function changeLines({lastChanges}: HostExplanation, {theme, width}: ExplainTextOptions): readonly string[] {
  return lastChanges.flatMap((change) => {
    const {action, recordSet} = change
    const what = [...words(whenAndWho(change)), ...words(`${action} ${recordSet.type}`, {gap: REMARK_GAP})]
    return paragraph([...what, ...words(recordSetPhrase(recordSet), {isBreakable: true, paint: theme.dim})], width, 2)
  })
}

function answerLines({verified}: HostExplanation, {theme, width}: ExplainTextOptions): readonly string[] {
  if (verified === undefined) return []
  const {verifications, delegations} = verified
  return [
    ...verifications.flatMap((one) => {
      const paint = worstVerdict(one.answers) === 'differs' ? theme.problem : undefined
      return paragraph(words(verifiedText(one, 'stored'), {paint}), width, 2)
    }),
    ...delegations.flatMap((one) => {
      const isGood = delegationVerdict(one) === 'as-wanted'
      return paragraph(words(delegationText(one), {paint: isGood ? undefined : theme.problem}), width, 2)
    }),
  ]
}

function delegationText(delegation: Delegation): string {
  const {zone, own, parent, answer} = delegation
  const verdict = delegationVerdict(delegation)
  if (parent === undefined) return `not known: the zone above ${zone.name} was not found`
  const delegates = `${parent} delegates ${zone.name} to`
  const others = answer.kind === 'values' ? answer.values.join(', ') : ''
  switch (verdict) {
    case 'as-wanted':
      return `${delegates} the name servers of this zone`
    case 'partly':
      return `${delegates} ${others}, not all of them of this zone, which has ${own.join(', ')}`
    case 'elsewhere':
      return `${delegates} ${others}: resolvers do not ask this zone, which has ${own.join(', ')}`
    case 'not-delegated':
      return `${parent} does not delegate ${zone.name}: resolvers do not ask this zone`
    case 'not-known':
      return answer.kind === 'none'
        ? `not known: ${parent} was asked for the delegation of ${zone.name}, but ${answer.happened}`
        : `${delegates} ${others}; the name servers of this zone are not known`
    default:
      return assertNever(verdict)
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
