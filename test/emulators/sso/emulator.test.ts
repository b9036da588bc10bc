import {expect, it, onTestFinished} from 'vitest'
import {startSsoEmulator} from './emulator.js'

it.each([
  ['user', '/federation/credentials?account_id=111122223333&role_name=dns', 200],
  ['user', '/federation/credentials?account_id=111122223333&role_name=admin', 403],
  ['nobody', '/federation/credentials?account_id=111122223333&role_name=dns', 401],
  ['user', '/assignment/accounts', 404],
])('the portal answers the token "%s" on %s with %s', async (token, path, status) => {
  const sso = await startSsoEmulator({users: {user: ['111122223333 dns']}, key: 'ASIASSO'})
  onTestFinished(() => sso.close())
  const answer = await fetch(`${sso.url}${path}`, {headers: {'x-amz-sso_bearer_token': token}})
  expect(answer.status).toBe(status)
})
