import {describe, expect, it} from 'vitest'
import {type CompletedCommands, complete} from '../../../src/cli/completion/complete.js'
import type {FlagTable} from '../../../src/cli/flags/flag-spec.js'

const COMMON = {topic: 'Run', summary: 'Does it'} as const
const FLAGS: FlagTable = {
  policy: {...COMMON, kind: 'enum', options: ['sync', 'upsert-only']},
  source: {...COMMON, kind: 'strings', known: ['service', 'ingress']},
  namespace: {...COMMON, kind: 'string', char: 'n'},
  wait: {...COMMON, kind: 'boolean'},
  yes: {...COMMON, kind: 'boolean', hasNegation: false},
  out: {...COMMON, kind: 'file'},
  manifests: {...COMMON, kind: 'strings', known: 'files'},
  kubeconfig: {...COMMON, kind: 'file'},
  context: {...COMMON, kind: 'strings', known: 'contexts'},
  interval: {...COMMON, kind: 'duration', default: '1m', role: 'no-meaning'},
}
const COMMANDS: CompletedCommands = {
  apply: {
    definition: {summary: 'Apply', flags: FLAGS, arguments: {planfile: {description: 'A plan', isFile: true}}},
  },
  completion: {
    definition: {summary: 'Script', flags: {}, arguments: {shell: {description: 'Shell', known: ['bash', 'zsh']}}},
  },
  owners: {definition: {summary: 'List', flags: FLAGS}},
  'owners:adopt': {
    definition: {summary: 'Adopt', flags: FLAGS, arguments: {host: {description: 'Host', isRepeatable: true}}},
  },
  plan: {definition: {summary: 'Plan', flags: FLAGS}},
}

/** The candidates for a line that ends at the cursor. */
function candidates(line: string): readonly string[] {
  const completion = complete(line.split(' '), COMMANDS)
  if (completion.kind !== 'words') throw new Error(`not words: ${JSON.stringify(completion)}`)
  return completion.candidates.map(([word]) => word)
}

describe('complete', () => {
  it.each([
    ['', ['apply', 'completion', 'owners', 'plan', 'help', '-h', '--help']],
    ['p', ['plan']],
    ['-', ['-h', '--help']],
    ['help ', ['apply', 'completion', 'owners', 'plan']],
    ['help owners ', ['adopt']],
    ['owners ', ['adopt']],
    ['owners --wait a', []],
    ['owners --wa', ['--wait']],
    ['owners adopt --pol', ['--policy=']],
    ['nothing ', []],
    ['completion ', ['bash', 'zsh']],
    ['completion bash ', []],
    ['plan ', []],
  ])('the words after "%s" are %j', (line, expected) => {
    expect(candidates(line)).toEqual(expected)
  })

  it.each([
    ['plan --policy=', ['--policy=sync', '--policy=upsert-only']],
    ['plan --policy=s', ['--policy=sync']],
    ['plan --policy ', ['sync', 'upsert-only']],
    ['plan --policy u', ['upsert-only']],
    ['plan --source=', ['--source=service', '--source=ingress']],
    ['plan --wait --source i', ['ingress']],
    ['plan --wait=', ['--wait=true', '--wait=false']],
    ['plan --wait ', []],
    ['plan -n ', []],
    ['plan --toString=', []],
  ])('the values after "%s" are %j', (line, expected) => {
    expect(candidates(line)).toEqual(expected)
  })

  it('offers flags with their meaning, but none without effect', () => {
    expect(complete(['plan', '--'], COMMANDS)).toMatchObject({
      candidates: expect.arrayContaining([
        ['--policy=', 'Does it'],
        ['--yes', 'Does it'],
      ]),
    })
    expect(candidates('plan --i')).toEqual([])
  })

  it('offers a flag once, a repeatable one again', () => {
    expect(candidates('plan --policy=sync --source=service --p')).toEqual([])
    expect(candidates('plan --no-wait --w')).toEqual([])
    expect(candidates('plan --source=service --s')).toEqual(['--source='])
  })

  it('offers --no- forms once they are begun, of the switches that have one', () => {
    expect(candidates('plan --no-')).toEqual(['--no-wait'])
    expect(candidates('plan --wa')).toEqual(['--wait'])
  })

  it.each([
    ['apply ', ''],
    ['apply pl', ''],
    ['apply --policy sync ', ''],
    ['apply --out ', ''],
    ['apply --out=x', '--out='],
    ['plan --manifests=', '--manifests='],
    ['apply -- ', ''],
  ])('a file may follow "%s"', (line, before) => {
    expect(complete(line.split(' '), COMMANDS)).toEqual({kind: 'file', before})
  })

  it('offers no second plan file', () => {
    expect(candidates('apply plan.json ')).toEqual([])
  })

  it.each([
    ['plan --context ', '', ''],
    ['plan --context=a', '--context=', ''],
    ['plan --context=a --context=', '--context=', ''],
    ['plan --kubeconfig=a.yaml --context=', '--context=', 'a.yaml'],
    ['plan --kubeconfig a=b.yaml --context ', '', 'a=b.yaml'],
  ])('a context may follow "%s"', (line, before, kubeconfig) => {
    expect(complete(line.split(' '), COMMANDS)).toEqual({kind: 'context', before, kubeconfig})
  })

  it('offers no flags after --', () => {
    expect(candidates('plan -- --pol')).toEqual([])
  })
})
