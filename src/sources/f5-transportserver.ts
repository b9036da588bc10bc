import {f5Source} from './f5-server.js'
import {F5_TRANSPORT_SERVERS} from './resources.js'
import type {Source} from './source.js'

/** The host of F5's TransportServers. */
export const f5TransportServer: Source = f5Source('f5-transportserver', F5_TRANSPORT_SERVERS, () => [])
