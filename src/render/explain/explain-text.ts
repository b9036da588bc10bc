import {type Delegation, delegationVerdict, worstVerdict} from '../../dns/answer.js'
import {assertNever} from '../../dns/parsed.js'
import {objectText, visibility, zoneText} from '../../dns/phrase.js'
import {whenAndWho} from '../../dns/recorded-change.js'
import type {HostExplanation, Neighbour, WrapperStep, ZoneVerdict} from '../../explain/explanation.js'
import {shownHosts} from '../../plan/shown-hosts.js'
import {verifiedText} from '../apply/verified-text.js'
import {shownIn} from '../layout/display-width.js'
import {bodyColumn, layOutEntry} from '../layout/entry.js'
import type {Look, Paint, VerboseLook} from '../layout/theme.js'
import {joinBlocks, oneWord, paragraph, REMARK_GAP, words} from '../layout/wrap.js'
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

/** Explains one host, from the objects to the action, with the verdict first; ends with a line feed. */
export function renderExplainText(original: HostExplanation, options: VerboseLook): string {
  const {theme, width} = options
  const it = shownIn(theme, original)
  const texts = (lines: readonly string[]) => lines.flatMap((text) => paragraph(words(text), width, 2))
  const section = (title: string, lines: readonly string[]) => (lines.length === 0 ? [] : [theme.bold(title), ...lines])
  const isMaybe = it.requests.length > 0 && it.requests.every(({result}) => result.kind === 'problem')
  const steps = it.steps.flatMap((step) => stepLines(step, options))
  return joinBlocks([
    verdictLines(it, options),
    section(isMaybe ? 'Who may ask for it' : 'Who asks for it', requesters(it, options)),
    section('Not used, and why', unusedLines(it, options)),
    section('Changed before planning', steps),
    section('Zones', zonesLines(it, options)),
    section('In Route 53 now', nowLines(it, options)),
    section('Last changed', changeLines(it, options)),
    section('At the name servers', answerLines(it, options)),
    actionLines(it, options),
    section('Warnings', texts(it.plan.warnings.map(({text}) => text))),
    section('Not known', texts(it.gaps)),
    refusalText(it.plan, options),
  ])
}

function requesters(it: HostExplanation, options: Look): readonly string[] {
  const {plan, requests, covering, nearestName} = it
  const lines = [
    ...requests.flatMap((request) => objectLines(request, [resultWords(request, options.theme)], options)),
    ...covering.flatMap((one) => objectLines(one, [words(`asks for ${one.writtenAs}, which covers it`)], options)),
  ]
  if (lines.length > 0 || isNamed(it)) return lines
  const near = nearestName === undefined ? '' : `; the nearest name asked for is ${nearestName}`
  return paragraph(words(`none of the objects that were read (${plan.objects})${near}`), options.width, 2)
}

/** What a filter leaves out, and the other objects of which nothing comes. */
function unusedLines(it: HostExplanation, options: Look): readonly string[] {
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

function stepLines({name, before, after}: WrapperStep, {theme, width}: Look): readonly string[] {
  const lines = (marker: '-' | '+', paint: Paint, texts: readonly string[], others: readonly string[]) =>
    texts
      .filter((text) => !others.includes(text))
      .flatMap((text) => paragraph([oneWord(marker, {paint}), ...words(text, {paint})], width, 4))
  return [
    ...paragraph(words(name), width, 2),
    ...lines('-', theme.delete, before, after),
    ...lines('+', theme.create, after, before),
  ]
}

function zonesLines({passesDomainFilters, zones}: HostExplanation, look: Look): readonly string[] {
  const remarks = [
    ...(passesDomainFilters ? [] : [words('the domain filters leave this name out', {paint: look.theme.blocked})]),
    ...(zones.length > 0 ? [] : [words('no hosted zone of these credentials holds this name')]),
  ]
  return [
    ...remarks.flatMap((content) => paragraph(content, look.width, 2)),
    ...zones.flatMap((verdict) => zoneLine(verdict, look)),
  ]
}

function zoneLine({zone, isChosen, rule}: ZoneVerdict, {theme, width}: Look): readonly string[] {
  const content = [
    ...words(zone.name, isChosen ? {paint: theme.bold} : {}),
    ...words(visibility(zone), {gap: REMARK_GAP}),
    ...words(zone.id, {gap: REMARK_GAP}),
    ...words(isChosen ? `chosen: ${rule}` : rule, {gap: REMARK_GAP, paint: isChosen ? undefined : theme.dim}),
  ]
  return paragraph(content, width, 2)
}

function nowLines(it: HostExplanation, options: Look): readonly string[] {
  const isSelected = it.zones.some(({isChosen}) => isChosen)
  const isEmpty = isSelected && it.stored.length + it.ownershipOf.length === 0
  return [
    ...(isEmpty ? paragraph(words('no record set under this name'), options.width, 2) : []),
    ...it.stored.flatMap((claim) => storedLines(claim, it, options)),
    ...it.ownershipOf.flatMap((one) => ownershipLines(one, options)),
    ...it.orphans.flatMap((orphan) => orphanLines(orphan, options)),
    ...it.neighbours.flatMap((neighbour) => neighbourLine(neighbour, it, options)),
  ]
}

function neighbourLine(
  {kind, recordSet, claim, hiddenBy}: Neighbour,
  {stored}: HostExplanation,
  {theme, width}: Look,
): readonly string[] {
  const isWildcard = kind === 'wildcard'
  const covers = isWildcard && hiddenBy === undefined && stored.length === 0
  const hidden =
    hiddenBy === undefined ? 'would answer without the records above' : `does not answer, because ${hiddenBy} exists`
  const remark = isWildcard ? hidden : 'delegates this name: records of this zone under it are never answered'
  const resource = claim.kind === 'unowned' || claim.resource === '' ? [] : words(`for ${claim.resource}`)
  const content = [
    ...words(`${covers ? 'covered by ' : ''}${recordSet.name} ${recordSet.type}`),
    ...words(recordSetPhrase(recordSet)),
    ...(isWildcard ? [...ownerWords(claim, theme), ...resource] : []),
    ...(covers ? [] : words(remark, {gap: REMARK_GAP})),
  ]
  return paragraph(content, width, 2)
}

function changeLines({lastChanges}: HostExplanation, {theme, width}: Look): readonly string[] {
  return lastChanges.flatMap((change) => {
    const {action, recordSet} = change
    const what = [...words(whenAndWho(change)), ...words(`${action} ${recordSet.type}`, {gap: REMARK_GAP})]
    return paragraph([...what, ...words(recordSetPhrase(recordSet), {isBreakable: true, paint: theme.dim})], width, 2)
  })
}

function answerLines({verified}: HostExplanation, {theme, width}: Look): readonly string[] {
  if (verified === undefined) return []
  const line = (text: string, isGood: boolean) =>
    paragraph(words(text, {paint: isGood ? undefined : theme.problem}), width, 2)
  return [
    ...verified.verifications.flatMap((one) =>
      line(verifiedText(one, 'stored'), worstVerdict(one.answers) !== 'differs'),
    ),
    ...verified.delegations.flatMap((one) => line(delegationText(one), delegationVerdict(one) === 'as-wanted')),
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
function actionLines({host: name, plan}: HostExplanation, options: VerboseLook): readonly string[] {
  const {theme, width} = options
  const look = {...options, body: bodyColumn([name])}
  const zones = plan.zones.map(({zone}) => zone)
  const changing = plan.zones.filter((zone) => zone.hosts.length > 0)
  const hosts = changing.flatMap((zone) => [
    ...(changing.length > 1 ? paragraph(words(`in ${zoneText(zone.zone, zones)}`), width) : []),
    ...shownHosts(zone.hosts).flatMap((host) => layOutEntry(hostEntry(host, plan.owner, look), look.body, width)),
  ])
  const changes = hosts.length === 0 ? [] : [[theme.bold('What apply does'), ...hosts]]
  return [...changes, ...blockedText(plan, look)].flatMap((block, index) => [...(index === 0 ? [] : ['']), ...block])
}
