import {stripVTControlCharacters} from 'node:util'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {displayWidth} from '../../src/render/layout/display-width.js'
import {makeTheme} from '../../src/render/layout/theme.js'
import {renderOwnersCsv, renderOwnersSummaryCsv} from '../../src/render/owners/owners-csv.js'
import {renderOwnersJson, renderOwnersSummaryJson} from '../../src/render/owners/owners-json.js'
import {renderOwnersSummary} from '../../src/render/owners/owners-summary-table.js'
import {renderOwnersTable} from '../../src/render/owners/owners-table.js'
import {SORT_KEYS, sortOwnershipEntries} from '../../src/render/owners/ownership-order.js'
import {zone} from './builders.js'
import {mixedRows, sampleRows} from './sample-owners.js'

const theme = makeTheme(0)

describe('renderOwnersTable', () => {
  it('never cuts a host name or a target, whatever the width', () => {
    fc.assert(
      fc.property(fc.integer({min: 40, max: 220}), (width) => {
        const text = renderOwnersTable(sampleRows, {width, theme})
        for (const row of sampleRows) for (const part of [row.host, ...row.targets]) expect(text).toContain(part)
      }),
    )
  })

  it('draws a box only where all of it fits', () => {
    for (let width = 60; width < 220; width++) {
      const text = renderOwnersTable(sampleRows, {width, theme})
      if (text.includes('│')) for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(width)
    }
    expect(renderOwnersTable(sampleRows, {width: 71, theme})).not.toContain('│')
  })

  it('writes no colour of its own', () => {
    expect(renderOwnersTable(sampleRows, {width: 160, theme})).not.toContain('\u001b')
    expect(renderOwnersTable(sampleRows, {width: 160, theme: makeTheme(1)})).toContain('\u001b[31munwanted')
  })

  it('names the zone only where there are several', () => {
    const twin = {...sampleRows[0], zone: zone('example.com', {id: 'Z0TWIN', isPrivate: true})}
    const rows = [...sampleRows, ...sampleRows.slice(0, 1).map((row) => ({...row, ...twin}))]
    expect(renderOwnersTable(sampleRows, {width: 200, theme})).not.toContain('Zone')
    expect(renderOwnersTable(rows, {width: 200, theme})).toContain('example.com (private)')
  })

  it('shows control characters of foreign owners instead of obeying them', () => {
    const rows = sampleRows.map((row) => ({...row, owner: 'evil\u001b[2J'}))
    for (const width of [60, 200]) expect(renderOwnersTable(rows, {width, theme})).toContain('evil\\u{1b}[2J')
  })

  it('says so when there is nothing', () => {
    expect(renderOwnersTable([], {width: 80, theme})).toBe('No ownership TXT was found.\n')
    expect(renderOwnersTable([], {width: 80, theme, isFiltered: true})).toBe('Nothing matches.\n')
  })

  it('names each TXT where there is room for it', () => {
    expect(renderOwnersTable(mixedRows, {width: 250, theme})).toContain('│ cname-old.example.com  alias       ')
    expect(renderOwnersTable(mixedRows, {width: 250, theme})).toContain('│ a-secret.example.com  typed encrypted ')
    expect(renderOwnersTable(mixedRows, {width: 200, theme})).not.toContain('cname-old')
  })

  it('leaves out the column that the headings of groups stand for', () => {
    const text = renderOwnersTable(mixedRows, {width: 200, theme, order: {sortBy: 'host', groupBy: 'zone'}})
    expect(text.match(/^Zone .*$/gm)).toEqual(['Zone example.com (public) (8)', 'Zone example.com (private) (1)'])
    expect(text).not.toMatch(/│ Zone /)
  })

  it('is one table however many rows there are', () => {
    const many = Array.from({length: 450}, (_, index) =>
      sampleRows.slice(0, 1).map((row) => ({...row, host: `h${index}.example.com`, owner: 'ü'.repeat(index % 7)})),
    ).flat()
    const text = stripVTControlCharacters(renderOwnersTable(many, {width: 160, theme: makeTheme(1)}))
    const table = text.split('\n').filter((line) => /^[┌├│└]/.test(line))
    expect(new Set(table.map(displayWidth)).size).toBe(1)
    expect(table.filter((line) => !line.startsWith('│'))).toHaveLength(3)
    for (const {host} of many) expect(table.filter((line) => line.includes(`│ ${host} `))).toHaveLength(1)
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
        for (const {state} of rows) expect(text).toContain(state)
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
      'owner,host,setIdentifier,type,targets,ttlSeconds,resource,txtNames,txtFormat,zone,zoneId,isPrivate,state,txtFormats,isEncrypted,isWanted',
    )
    expect(lines).toHaveLength(sampleRows.length + 2)
    expect(lines.at(-1)).toBe('')
    expect(lines[5]).toContain('prod-us1,pay.example.com,"us, ""1""",A,192.0.2.10,300')
  })

  it('names the format of each TXT, and counts with --summary', () => {
    expect(renderOwnersCsv(mixedRows)).toContain('typed untyped,false false,true\r\n')
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
      expect(csv).not.toMatch(/,"?[=+@\t\r＝＋－＠-]/)
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
