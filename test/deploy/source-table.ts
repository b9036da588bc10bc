import type {Resource} from '../../src/kubernetes/objects.js'
import {rulesOf} from './rbac-yaml.js'
import type {SourceRow} from './source-rows.js'

/** Sources whose row no resource can tell. */
const READS_ELSEWHERE: Readonly<Record<string, string>> = {
  unstructured: 'what `--unstructured-resource` names',
  connector: 'newline-delimited JSON over TCP from `--connector-source-server`',
  fake: 'nothing; it makes up names, for trying things',
  empty: 'nothing; no host is wanted',
}

/** The table of docs/sources.md. */
export function sourceTable(rows: readonly SourceRow[]): string {
  return [
    '| `--source` | reads | uses | RBAC rule: `list` on |',
    '| --- | --- | --- | --- |',
    ...rows.map(tableRow),
    '',
  ].join('\n')
}

function tableRow({name, asks, dependsOn}: SourceRow): string {
  const elsewhere = READS_ELSEWHERE[name]
  const rules = rulesOf([...asks, ...dependsOn]).map(
    ({group, resources}) => `\`${group === '' ? 'core' : group}\`: ${resources.join(', ')}`,
  )
  const rule = rules.length > 0 ? rules.join('; ') : name === 'unstructured' ? 'the same' : '–'
  const cells = [`\`${name}\``, elsewhere ?? resourcesText(asks), resourcesText(dependsOn), rule]
  return `| ${cells.join(' | ')} |`
}

/** `gateway.networking.k8s.io/v1` httproutes (or v1beta1): the version that is read, and those read where it is not served. */
function resourcesText(resources: readonly Resource[]): string {
  const byVersion = new Map<string, string[]>()
  for (const {group, version, olderVersions = [], plural} of resources) {
    const served = group === '' ? version : `${group}/${version}`
    const older = olderVersions.length === 0 ? '' : ` (or ${olderVersions.join(', ')})`
    byVersion.set(served, [...(byVersion.get(served) ?? []), `${plural}${older}`])
  }
  const texts = [...byVersion].map(([served, plurals]) => `\`${served}\` ${plurals.join(', ')}`)
  return texts.length === 0 ? '–' : texts.join('; ')
}
