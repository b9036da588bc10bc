import {execFileSync, spawnSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'

const OPENSSL = 'openssl'

/** Certificates are made by openssl; tests that need one are skipped without it. */
export const HAS_OPENSSL = spawnSync(OPENSSL, ['version']).status === 0

/** A key and a self-signed certificate, used as authority, server and client; written to key.pem and cert.pem. */
export function certificate(folder: string, names = 'IP:127.0.0.1'): {key: string; cert: string} {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const name = ['-subj', '/CN=tester', '-addext', `subjectAltName=${names}`, '-days', '2']
  execFileSync(OPENSSL, ['req', '-x509', ...curve, '-keyout', key, '-out', cert, ...name], {stdio: 'ignore'})
  return {key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8')}
}
