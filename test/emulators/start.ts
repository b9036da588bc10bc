import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {shellWord} from '../../src/errors/shell-word.js'
import {startKubernetesEmulator} from './kubernetes/emulator.js'
import {HELP, InputError, type PlayArguments, parsePlayArguments} from './play/arguments.js'
import {type Content, EXAMPLE} from './play/content.js'
import {loadObjects} from './play/load-objects.js'
import {loadZones} from './play/load-zones.js'
import {contentText, planArguments} from './play/next-command.js'
import {startRoute53Emulator} from './route53/emulator.js'

// `npm run emulators`: starts the emulators with an example, or with the user's own objects and zones, and prints what
// to paste into another shell, so that the program, kubectl or the AWS CLI can be tried by hand. Ctrl-C ends them.

const PROGRAM = fileURLToPath(new URL('../../bin/run.js', import.meta.url))

try {
  const options = parsePlayArguments(process.argv.slice(2))
  if (options.help) process.stdout.write(HELP)
  else await run(await loadContent(options))
} catch (error) {
  if (!(error instanceof InputError)) throw error
  console.error(`Error: ${error.message}`)
  process.exitCode = 1
}

async function loadContent({manifests, zones}: PlayArguments): Promise<Content> {
  if (manifests.length === 0 && zones.length === 0) return EXAMPLE
  // npm changes to the folder of the package; INIT_CWD is where the user stands.
  const folder = process.env.INIT_CWD ?? process.cwd()
  return {...(await loadObjects(manifests, folder)), zones: await loadZones(zones, folder)}
}

async function run(content: Content): Promise<void> {
  const route53 = await startRoute53Emulator({zones: content.zones})
  const kubernetes = await startKubernetesEmulator(content)
  const folder = await mkdtemp(join(tmpdir(), 'emulators-'))
  let isEnding = false
  // A terminal and npm both pass Ctrl-C on: the second signal must not cut the tidying up short.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (isEnding) return
      isEnding = true
      void Promise.all([route53.close(), kubernetes.close(), rm(folder, {recursive: true})]).then(() => process.exit(0))
    })
  }
  const kubeconfig = join(folder, 'kubeconfig')
  await kubernetes.writeKubeconfig(kubeconfig)
  const environment = {
    KUBECONFIG: kubeconfig,
    AWS_ENDPOINT_URL: route53.url,
    AWS_ENDPOINT_URL_ROUTE_53: route53.url,
    AWS_ACCESS_KEY_ID: 'emulator',
    AWS_SECRET_ACCESS_KEY: 'emulator',
    AWS_REGION: 'us-east-1',
  }
  for (const notice of content.notices) console.error(notice)
  console.log(`# ${contentText(content)}`)
  console.log('# Paste these lines into another shell. Ctrl-C here ends both emulators.')
  for (const [name, value] of Object.entries(environment)) console.log(`export ${name}=${shellWord(value)}`)
  console.log(`node ${shellWord(PROGRAM)} ${(await planArguments(content)).join(' ')}`)
}
