import {closeSync, openSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {isMap, isScalar, isSeq, parseDocument, type Scalar, type YAMLMap} from 'yaml'
import type {OidcTokens} from './oidc-token.js'

/** As kubectl does: some providers take a refresh token once. The rest of the file stays as it is. */
export function keepTokens(file: string, user: string, tokens: OidcTokens): void {
  const path = realpathSync(file)
  // kubectl's lock, so that it does not write meanwhile.
  const lock = `${path}.lock`
  closeSync(openSync(lock, 'wx'))
  try {
    const text = withTokens(readFileSync(path, 'utf8'), user, tokens)
    const fresh = `${path}.new`
    writeFileSync(fresh, text, {mode: statSync(path).mode & 0o777})
    renameSync(fresh, path)
  } finally {
    rmSync(lock, {force: true})
  }
}

/** The text with the tokens in it; comments, order and style are somebody's own, so nothing else is written anew. */
function withTokens(text: string, user: string, {idToken, refreshToken}: OidcTokens): string {
  const document = parseDocument(text, {merge: true})
  const users = document.get('users')
  const entry = isSeq(users) ? users.items.find((one) => isMap(one) && one.get('name') === user) : undefined
  const config = isMap(entry) ? entry.getIn(['user', 'auth-provider', 'config']) : undefined
  const former = isMap(config) ? pairOf(config, 'refresh-token') : undefined
  if (!isMap(config) || former === undefined) throw new Error(`the user "${user}" is no longer there`)
  const held = pairOf(config, 'id-token')
  const edits = [
    replacement(former.value, refreshToken),
    held === undefined ? insertion(text, former.key, config.flow === true, idToken) : replacement(held.value, idToken),
  ].sort((a, b) => b.from - a.from)
  return edits.reduce((edited, {from, to, put}) => `${edited.slice(0, from)}${put}${edited.slice(to)}`, text)
}

type Edit = {readonly from: number; readonly to: number; readonly put: string}

function pairOf(config: YAMLMap, key: string) {
  const pair = config.items.find((one) => isScalar(one.key) && one.key.value === key)
  return isScalar(pair?.key) && isScalar(pair.value) ? {key: pair.key, value: pair.value} : undefined
}

function replacement({range, type}: Scalar, token: string): Edit {
  if (range === undefined || range === null) throw new Error('bug: what was read has a place')
  const isBlock = type === 'BLOCK_FOLDED' || type === 'BLOCK_LITERAL'
  const put = type === 'PLAIN' && /^[\w.~+/-]+$/.test(token) ? token : JSON.stringify(token)
  return {from: range[0], to: range[1], put: isBlock ? `${put}\n` : put}
}

/** The id-token before the key of the other token. */
function insertion(text: string, {range, type}: Scalar, isFlow: boolean, idToken: string): Edit {
  if (range === undefined || range === null) throw new Error('bug: what was read has a place')
  const key = type === 'PLAIN' ? 'id-token' : '"id-token"'
  const indent = ' '.repeat(range[0] - text.lastIndexOf('\n', range[0]) - 1)
  const put = `${key}: ${JSON.stringify(idToken)}${isFlow ? ', ' : `\n${indent}`}`
  return {from: range[0], to: range[0], put}
}
