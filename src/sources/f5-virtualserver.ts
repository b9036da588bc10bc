import {hostsIn} from './asked-hosts.js'
import {f5Source} from './f5-server.js'
import {F5_VIRTUAL_SERVERS} from './resources.js'
import type {Source} from './source.js'

/** The host and the host aliases of F5's VirtualServers. */
export const f5VirtualServer: Source = f5Source('f5-virtualserver', F5_VIRTUAL_SERVERS, ({object}) =>
  hostsIn(object.spec, ['hostAliases'], (index) => `spec.hostAliases[${index}]`),
)
