import {parsed} from '../dns/parsed.js'
import {type OwnerId, toOwnerId} from '../registry/ownership.js'
import {type Codec, NotUnderstood, optional, refine, text} from './codec.js'

export const ownerId: Codec<OwnerId> = refine(text, (value) => parsed(toOwnerId(value)))

/** As `optional`, but without a key where there is no value. */
export function sometimes<T>(codec: Codec<T>): Codec<T | undefined> {
  return {...optional(codec), schema: codec.schema, isSometimes: true}
}

/** Writes a usual value where there is none of its own. Another one may stand there only if `isFree`, else the file is of a newer version. */
export function unless<T>(usual: T, codec: Codec<T>, isFree: boolean): Codec<T | undefined> {
  return {
    ...codec,
    toJson: (value) => codec.toJson(value ?? usual),
    fromJson(json, path) {
      const value = codec.fromJson(json, path)
      if (value === usual) return undefined
      if (isFree) return value
      throw new NotUnderstood(`${path} is ${JSON.stringify(json)}`)
    },
  }
}
