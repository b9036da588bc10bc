import {stripVTControlCharacters} from 'node:util'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {stateWord} from '../../src/pipeline/ownership-entry.js'
import {makeTheme} from '../../src/render/layout/theme.js'
import {renderOwnersCsv, renderOwnersSummaryCsv} from '../../src/render/owners/owners-csv.js'
import {renderOwnersJson, renderOwnersSummaryJson} from '../../src/render/owners/owners-json.js'
import {renderOwnersSummary, renderOwnersTable} from '../../src/render/owners/owners-table.js'
import {SORT_KEYS, sortOwnershipEntries} from '../../src/render/owners/ownership-order.js'
import {zone} from './builders.js'
import {mixedRows, sampleRows} from './sample-owners.js'

const theme = makeTheme(0)

/** The lines of the entries, each cut where two blanks or more are. */
function cells(text: string): readonly (readonly string[])[] {
  return text
    .slice(0, text.indexOf('\n\n'))
    .split('\n')
    .map((line) => line.split(/ {2,}/))
}

describe('renderOwnersTable', () => {
  it('has one line a record set, whatever the width, and cuts nothing', () => {
    fc.assert(
      fc.property(fc.integer({min: 20, max: 220}), fc.boolean(), (width, isWide) => {
        const text = renderOwnersTable(mixedRows, {width, theme, isWide})
        const lines = text.slice(0, text.indexOf('\n\n')).split('\n')
        expect(lines).toHaveLength(mixedRows.length + 1)
        for (const {host, type, owner, resource, targets, texts} of mixedRows) {
          const more = isWide ? [targets.join(','), texts.map(({name}) => name).join(',')] : []
          const facts = [`${host} `, ` ${type ?? '-'} `, ` ${owner || '-'} `, resource, ...more]
          expect(lines.filter((line) => facts.every((fact) => line.includes(fact)))).not.toEqual([])
        }
      }),
    )
  })

  it('has the same five columns first, and something in each of them, for awk', () => {
    for (const isWide of [false, true]) {
      const [head = [], ...lines] = cells(renderOwnersTable(mixedRows, {width: 80, theme, isWide}))
      expect(head.slice(0, 5)).toEqual(['HOST', 'TYPE', 'OWNER', 'STATE', 'RESOURCE'])
      for (const line of lines) expect(line).toHaveLength(head.length)
    }
  })

  it('says unowned where JSON and CSV say unmarked', () => {
    expect(renderOwnersTable(mixedRows, {width: 80, theme})).toMatch(/^mail\.example\.com +A +- +unowned +service/m)
    expect(renderOwnersTable(mixedRows, {width: 80, theme})).toContain(', 1 unowned,')
    expect(renderOwnersSummary(mixedRows, {width: 80, theme})).toContain('UNOWNED')
    expect(renderOwnersCsv(mixedRows)).toContain(',unmarked,')
    expect(renderOwnersJson(mixedRows)).toContain('"state": "unmarked"')
  })

  it('writes no colour of its own', () => {
    expect(renderOwnersTable(sampleRows, {width: 160, theme})).not.toContain('\u001b')
    const inColour = renderOwnersTable(sampleRows, {width: 160, theme: makeTheme(1)})
    expect(inColour).toContain('\u001b[31munwanted')
    expect(stripVTControlCharacters(inColour)).toBe(renderOwnersTable(sampleRows, {width: 160, theme}))
  })

  it('names zone and set identifier only where there are several, or with --wide', () => {
    const twin = {...sampleRows[0], zone: zone('example.com', {id: 'Z0TWIN', isPrivate: true})}
    const rows = sampleRows.slice(0, 1).flatMap((row) => [row, {...row, ...twin}])
    const head = (some: typeof rows, isWide = false) => cells(renderOwnersTable(some, {width: 80, theme, isWide}))[0]
    expect(head(rows.slice(0, 1))).toEqual(['HOST', 'TYPE', 'OWNER', 'STATE', 'RESOURCE'])
    expect(head(rows)?.slice(5)).toEqual(['ZONE'])
    expect(head(rows.slice(0, 1), true)?.slice(5)).toEqual(['ZONE', 'TARGET', 'TTL', 'TXT', 'FORMAT'])
    expect(renderOwnersTable(rows, {width: 200, theme})).toContain('example.com (private)')
    expect(renderOwnersTable(sampleRows, {width: 80, theme})).toMatch(/^pay\..*service\/shop\/pay {2,}us, "1"$/m)
  })

  it('shows control characters of foreign owners instead of obeying them', () => {
    const rows = sampleRows.map((row) => ({...row, owner: 'evil\u001b[2J\n'}))
    expect(renderOwnersTable(rows, {width: 200, theme})).toContain('evil\\u{1b}[2J\\u{a} ')
  })

  it('says so when there is nothing', () => {
    expect(renderOwnersTable([], {width: 80, theme})).toBe('No ownership TXT was found.\n')
    expect(renderOwnersTable([], {width: 80, theme, isFiltered: true})).toBe('Nothing matches.\n')
  })

  it('names each TXT and its format with --wide', () => {
    const wide = renderOwnersTable(mixedRows, {width: 80, theme, isWide: true})
    expect(wide).toMatch(
      /^www\..* 192\.0\.2\.10,192\.0\.2\.11 .* a-www\.example\.com,www\.example\.com .* typed,untyped$/m,
    )
    expect(wide).toMatch(/^old\..* cname-old\.example\.com .* alias$/m)
    expect(wide).not.toContain('PROTECTION')
    const marked = mixedRows.map((row, index) => (index === 0 ? {...row, protection: 'A "freeze"'} : row))
    expect(renderOwnersTable(marked, {width: 80, theme, isWide: true})).toMatch(/ PROTECTION$.*A "freeze"$/ms)
    expect(wide).toMatch(/^secret\..* a-secret\.example\.com .* typed\+encrypted$/m)
  })

  it('leaves out the column that the headings of groups stand for', () => {
    const order = {sortBy: 'host', groupBy: 'zone'} as const
    const text = renderOwnersTable(mixedRows, {width: 200, theme, order, isWide: true})
    expect(text.match(/^Zone .*$/gm)).toEqual(['Zone example.com (public) (8)', 'Zone example.com (private) (1)'])
    expect(text).not.toContain('ZONE')
  })

  it('is one table however many rows there are', () => {
    const many = Array.from({length: 450}, (_, index) =>
      sampleRows.slice(0, 1).map((row) => ({...row, host: `h${index}.example.com`, owner: 'ü'.repeat(index % 7)})),
    ).flat()
    const table = cells(renderOwnersTable(many, {width: 160, theme}))
    expect(table).toHaveLength(many.length + 1)
    const text = stripVTControlCharacters(renderOwnersTable(many, {width: 160, theme: makeTheme(1)}))
    const places = text
      .split('\n')
      .slice(0, 451)
      .map((line) => line.search(/STATE|wanted/))
    expect(new Set(places).size).toBe(1)
  })
})

describe('renderOwnersSummary', () => {
  it('counts every row once, at any width', () => {
    fc.assert(
      fc.property(fc.subarray([...mixedRows]), fc.constantFrom(60, 120, 200), (rows, width) => {
        const text = renderOwnersSummary(rows, {width, theme})
        const {total, owners} = JSON.parse(renderOwnersSummaryJson(rows))
        expect(total).toBe(rows.length)
        expect(owners.reduce((sum: number, one: {total: number}) => sum + one.total, 0)).toBe(rows.length)
        for (const {state} of rows) expect(text).toContain(stateWord(state).toUpperCase())
      }),
    )
  })
})

describe('the order of owners', () => {
  it.each(SORT_KEYS)('by %s is the same whatever the order was before', (sortBy) => {
    const sorted = sortOwnershipEntries(mixedRows, {sortBy, groupBy: undefined})
    expect(sortOwnershipEntries([...mixedRows].reverse(), {sortBy, groupBy: undefined})).toEqual(sorted)
  })

  it('puts the group first, then the key', () => {
    const sorted = sortOwnershipEntries(mixedRows, {sortBy: 'type', groupBy: 'owner'})
    expect(sorted.map(({owner, type, host}) => `${owner} ${type ?? ''} ${host.split('.')[0]}`)).toEqual([
      ' A mail',
      ' A secret',
      'prod-eu1  lost',
      'prod-eu1 A api',
      'prod-eu1 A old',
      'prod-eu1 A www',
      'prod-eu1 A münchen',
      'prod-eu1 CNAME gone',
      'prod-us1 A pay',
    ])
  })
})

describe('renderOwnersCsv', () => {
  it('ends every line with CRLF and quotes what needs it', () => {
    const lines = renderOwnersCsv(sampleRows).split('\r\n')
    expect(lines[0]).toBe(
      'owner,host,setIdentifier,type,targets,ttlSeconds,resource,txtNames,txtFormat,zone,zoneId,isPrivate,state,txtFormats,isEncrypted,isWanted,protection',
    )
    expect(lines).toHaveLength(sampleRows.length + 2)
    expect(lines.at(-1)).toBe('')
    expect(lines[5]).toContain('prod-us1,pay.example.com,"us, ""1""",A,192.0.2.10,300')
  })

  it('names the format of each TXT, and counts with --summary', () => {
    expect(renderOwnersCsv(mixedRows)).toContain('typed untyped,false false,true,\r\n')
    expect(renderOwnersSummaryCsv(mixedRows).split('\r\n')).toEqual([
      'owner,zone,zoneId,isPrivate,total,wanted,obsolete-format,unwanted,orphan,unmarked,foreign,unreadable,unknown',
      ',example.com,Z0AAAA1111,false,2,0,0,0,0,1,0,1,0',
      'prod-eu1,example.com,Z0AAAA1111,false,5,2,1,1,1,0,0,0,0',
      'prod-eu1,example.com,Z0PRIVATE,true,1,0,0,0,0,0,0,0,1',
      'prod-us1,example.com,Z0AAAA1111,false,1,0,0,0,0,0,1,0,0',
      '',
    ])
  })

  it('gives any text back to a reader of RFC 4180', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary'}), (owner) => {
        const rows = sampleRows.slice(0, 1).map((row) => ({...row, owner}))
        const field = renderOwnersCsv(rows).slice(renderOwnersCsv([]).length)
        const read = field.startsWith('"')
          ? (/^"((?:[^"]|"")*)",/.exec(field)?.[1] ?? '').replaceAll('""', '"')
          : field.slice(0, field.indexOf(','))
        expect(read.replace(/^'(?=\s*[=+\-@＋－＝＠\t\r\n])/, '')).toBe(
          owner.replace(/^'(?=\s*[=+\-@＋－＝＠\t\r\n])/, ''),
        )
      }),
    )
  })

  it.each(['=cmd|x', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1', '＝1', '＋1', '－1', '＠1'])(
    'gives a spreadsheet no formula: %j',
    (text) => {
      const rows = sampleRows.slice(0, 1).map((row) => ({...row, owner: text, resource: text, setIdentifier: text}))
      const csv = renderOwnersCsv(rows)
      expect(csv.split(`'${text}`)).toHaveLength(4)
      expect(csv).not.toMatch(/,"?(?:[=+@\t＝＋－＠-]|\r(?!\n))/)
      expect(renderOwnersSummaryCsv(rows)).toContain(`'${text}`)
    },
  )
})

describe('renderOwnersJson', () => {
  it('has one record a row, sorted by owner and host whatever their order', () => {
    const value = JSON.parse(renderOwnersJson(sampleRows))
    expect(value).toMatchObject({formatVersion: 1, kind: 'owners'})
    expect(value.records.map((row: {host: string}) => row.host.split('.')[0])).toEqual([
      'api',
      'gone',
      'lost',
      'www',
      'pay',
    ])
    expect(renderOwnersJson([...sampleRows].reverse())).toBe(renderOwnersJson(sampleRows))
  })
})
