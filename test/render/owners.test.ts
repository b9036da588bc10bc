import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {displayWidth} from '../../src/render/display-width.js'
import {renderOwnersCsv} from '../../src/render/owners-csv.js'
import {renderOwnersJson} from '../../src/render/owners-json.js'
import {renderOwnersTable} from '../../src/render/owners-table.js'
import {makeTheme} from '../../src/render/theme.js'
import {zone} from './builders.js'
import {sampleRows} from './sample-owners.js'

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
  })
})

describe('renderOwnersCsv', () => {
  it('ends every line with CRLF and quotes what needs it', () => {
    const lines = renderOwnersCsv(sampleRows).split('\r\n')
    expect(lines[0]).toBe(
      'owner,host,setIdentifier,type,targets,ttlSeconds,resource,txtNames,txtFormat,zone,zoneId,isPrivate,state',
    )
    expect(lines).toHaveLength(sampleRows.length + 2)
    expect(lines.at(-1)).toBe('')
    expect(lines[5]).toContain('prod-us1,pay.example.com,"us, ""1""",A,192.0.2.10,300')
  })

  it('gives any text back to a reader of RFC 4180', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary'}), (owner) => {
        const rows = sampleRows.slice(0, 1).map((row) => ({...row, owner}))
        const field = renderOwnersCsv(rows).slice(renderOwnersCsv([]).length)
        const read = field.startsWith('"')
          ? (/^"((?:[^"]|"")*)",/.exec(field)?.[1] ?? '').replaceAll('""', '"')
          : field.slice(0, field.indexOf(','))
        expect(read).toBe(owner)
      }),
    )
  })
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
