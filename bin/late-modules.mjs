/**
 * Modules that most runs import and do not use. In the bundle each is replaced by one with the same names, which loads
 * it when a name is first used.
 */
import {createRequire, isBuiltin} from 'node:module'

const require = createRequire(import.meta.url)

/** Of Node. Each of them takes a millisecond or more to load. */
const OF_NODE = ['child_process', 'dns', 'https', 'perf_hooks', 'readline']
/** Scripts of their own, by name, and the packages in them. They are imported by name only. */
const SCRIPTS = {
  // For the AWS SDK's user agent in a browser.
  browser: ['bowser'],
  dns: ['dns-packet'],
  metrics: ['prom-client'],
  oclif: ['clean-stack', 'cli-spinners', 'ejs', 'indent-string', 'minimatch', 'tinyglobby', 'wrap-ansi'],
  oidc: ['jsonpath-plus', 'openid-client'],
  proxy: ['hpagent', 'http-proxy-agent', 'https-proxy-agent', 'socks-proxy-agent'],
  regex: ['re2js'],
  trace: [
    '@opentelemetry/api',
    '@opentelemetry/core',
    '@opentelemetry/exporter-trace-otlp-http',
    '@opentelemetry/resources',
    '@opentelemetry/sdk-trace-base',
  ],
  xml: ['saxes'],
}
/** Of oclif: our own program parses flags and prints. */
const OF_OCLIF = [
  'args',
  'config/ts-path',
  'constraints',
  'errors/handle',
  'flags',
  'help/index',
  'parser/index',
  'util/cache-command',
  'util/find-root',
  'util/read-pjson',
  'util/read-tsconfig',
  'ux/index',
]

const IN_STUB = 'late-module'

/** What each script has to hold: an object of its packages, each evaluated when it is first read. */
export const lateScripts = Object.fromEntries(
  Object.entries(SCRIPTS).map(([script, packages]) => [
    script,
    `module.exports = {${packages.map((name) => `get '${name}'() { return require('${name}') }`).join(', ')}}`,
  ]),
)

/** For the bundle of the program. There, `requireLate` loads one of the scripts. */
export const lateModules = {
  name: 'late-modules',
  setup(bundle) {
    bundle.onResolve({filter: /.*/}, async ({path, importer, namespace, kind, resolveDir, pluginData}) => {
      if (namespace === IN_STUB || pluginData === IN_STUB || kind === 'entry-point') return undefined
      const name = path.replace(/^node:/, '')
      if (isBuiltin(path)) return OF_NODE.includes(name) ? {path: `node:${name}`, namespace: IN_STUB} : undefined
      if (scriptOf(path) !== undefined) return {path, namespace: IN_STUB}
      if (!path.startsWith('.') || !/[\\/]@oclif[\\/]core[\\/]lib[\\/]/.test(importer)) return undefined
      const found = await bundle.resolve(path, {importer, kind, resolveDir, pluginData: IN_STUB})
      const module = found.path.replaceAll('\\', '/').match(/@oclif\/core\/lib\/(.+)\.js$/)?.[1]
      return OF_OCLIF.includes(module) ? {path: module, namespace: IN_STUB, pluginData: found.path} : undefined
    })
    bundle.onLoad({filter: /.*/, namespace: IN_STUB}, ({path, pluginData = path}) => ({
      contents: stubOf(pluginData),
      resolveDir: import.meta.dirname,
    }))
  },
}

function scriptOf(path) {
  return Object.keys(SCRIPTS).find((script) => SCRIPTS[script].includes(path))
}

/** CommonJS, whose names the importers read when they use them. */
function stubOf(path) {
  const real = require(path)
  const script = scriptOf(path)
  const load = script === undefined ? `require(${JSON.stringify(path)})` : `requireLate('${script}')['${path}']`
  if (typeof real === 'function') return `module.exports = (...args) => ${load}(...args)`
  const names = Object.keys(real).filter((name) => name !== '__esModule')
  return [
    'module.exports = {',
    ...(real.__esModule === true ? ['__esModule: true,'] : []),
    ...names.map((name) => `get ${JSON.stringify(name)}() { return ${load}[${JSON.stringify(name)}] },`),
    '}',
  ].join('\n')
}
