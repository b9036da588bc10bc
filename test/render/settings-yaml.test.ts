import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {parseConfig} from '../../src/cli/config/parse-config.js'
import {renderSettingsYaml} from '../../src/render/settings-yaml.js'

const text = fc
  .string({unit: fc.constantFrom(...'a1:#-[]{}&*!|>%@`"\'\\,? \n\t\r\u2028é'), maxLength: 60})
  .filter((value) => value !== '')
const value = fc.oneof(text, fc.constantFrom('true', 'null', '~', '1e3', '0x1F', '007', '1_000', 'yes', '2026-01-02'))

describe('renderSettingsYaml', () => {
  it('writes texts that the parser of config files reads as they are, wherever they come from', () => {
    fc.assert(
      fc.property(value, fc.array(value, {minLength: 1, maxLength: 3}), text, (one, some, place) => {
        const settings = [
          {name: 'txt-prefix', value: one, kind: 'flag', place},
          {name: 'source', value: some, kind: 'flag', place},
          {name: 'prefer-alias', value: true, kind: 'flag', place},
        ] as const
        const read = parseConfig(renderSettingsYaml(settings, [place]), {path: 'c.yaml', trust: 'named'})
        expect(read.settings.map((setting) => [setting.name, setting.value])).toEqual([
          ['txt-prefix', one],
          ...some.map((each) => ['source', each]),
          ['prefer-alias', true],
        ])
      }),
      {numRuns: 1000},
    )
  })
})
