// Carries calls between a page's own world and the preload's isolated one, by structured clone only. Neither world ever holds an object of the other.

export interface Bridge {
  /** Make an object of functions and data reachable under a name in the other world. */
  offer(name: string, api: unknown): void
}

/**
 * The two worlds share the DOM and nothing else, so messages travel as events whose detail Chromium clones. The token names the events
 * and marks functions; pages never learn it. Self-contained: its source text is evaluated in both worlds, before any script of the page.
 *
 * @param me `page` or `preload`: which world this is.
 * @param onOffer what to do with an api the other world offers.
 */
export function createBridge(
  token: string,
  me: 'page' | 'preload',
  onOffer: (name: string, api: unknown) => void,
): Bridge {
  type AnyFunction = (...args: unknown[]) => unknown
  type Message =
    | { kind: 'offer'; name: string; api: unknown }
    | { kind: 'offers?' }
    | { kind: 'call'; call: number; target: number; args: unknown[] }
    | { kind: 'returned'; call: number; ok: boolean; value: unknown }
    | { kind: 'settled'; promise: number; ok: boolean; value: unknown }

  // Taken before the page can replace them; only ever called through `apply`.
  // oxlint-disable typescript/unbound-method
  const { apply } = Reflect
  const { dispatchEvent, addEventListener } = EventTarget.prototype
  const { defineProperty, entries, getPrototypeOf, freeze } = Object
  const { CustomEvent, Promise, Map, Error } = globalThis
  const { then } = Promise.prototype
  // oxlint-enable typescript/unbound-method
  const theirs = `${token}:${me === 'page' ? 'preload' : 'page'}`

  const functions = new Map<number, AnyFunction>()
  const known = new Map<AnyFunction, number>()
  const settlers = new Map<number, { resolve: (value: unknown) => void; reject: (reason: unknown) => void }>()
  const returned = new Map<number, { ok: boolean; value: unknown }>()
  const offers: { name: string; api: unknown }[] = []
  let last = 0

  const encode = (value: unknown): unknown => {
    if (typeof value === 'function') {
      const id = known.get(value as AnyFunction) ?? ++last
      known.set(value as AnyFunction, id)
      functions.set(id, value as AnyFunction)
      return { [token]: 'function', id }
    }
    if (typeof value !== 'object' || value === null) return value
    if (value instanceof Promise) {
      const id = ++last
      const settle = (ok: boolean) => (outcome: unknown) => {
        if (!send({ kind: 'settled', promise: id, ok, value: encode(outcome) }))
          send({
            kind: 'settled',
            promise: id,
            ok: false,
            value: new Error('An object could not be cloned.'),
          })
      }
      void apply(then, value, [settle(true), settle(false)])
      return { [token]: 'promise', id }
    }
    if (Array.isArray(value)) return value.map(encode)
    const prototype = getPrototypeOf(value) as unknown
    if (prototype !== Object.prototype && prototype !== null) return value
    return copy(value, encode)
  }

  const decode = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(decode)
    if (getPrototypeOf(value) !== Object.prototype) return value
    const { [token]: marker, id } = value as Record<string, unknown>
    if (marker === 'function') return proxyOf(id as number)
    if (marker === 'promise')
      return new Promise((resolve, reject) => settlers.set(id as number, { resolve, reject }))
    return copy(value, decode)
  }

  const copy = (value: object, each: (value: unknown) => unknown): object => {
    const result = {}
    for (const [key, inner] of entries(value))
      defineProperty(result, key, {
        value: each(inner),
        enumerable: true,
        writable: true,
        configurable: true,
      })
    return result
  }

  /** Bound, so that its source text says `[native code]` and nothing about us. */
  const asNative = (inner: AnyFunction): AnyFunction => inner.bind(null)

  const proxyOf = (target: number): AnyFunction =>
    asNative((...args) => {
      const id = ++last
      const message: Message = { kind: 'call', call: id, target, args: args.map(encode) }
      if (!send(message)) throw new Error('An object could not be cloned.')
      const answer = returned.get(id)
      returned.delete(id)
      if (!answer) throw new Error('An object could not be cloned.')
      if (!answer.ok) throw answer.value
      return answer.value
    })

  /** False when the detail could not be cloned into the other world, or nobody listens there. */
  const send = (message: Message): boolean =>
    !apply(dispatchEvent, globalThis, [new CustomEvent(theirs, { detail: message, cancelable: true })])

  const receive = (message: Message): void => {
    switch (message.kind) {
      case 'offers?':
        for (const offer of offers) send({ kind: 'offer', ...offer })
        return
      case 'offer':
        onOffer(message.name, deeplyFrozen(decode(message.api)))
        return
      case 'call': {
        const { call } = message
        try {
          const result = functions.get(message.target)?.(...message.args.map(decode))
          send({ kind: 'returned', call, ok: true, value: encode(result) })
        } catch (thrown) {
          send({ kind: 'returned', call, ok: false, value: thrown })
        }
        return
      }
      case 'returned':
        returned.set(message.call, { ok: message.ok, value: decode(message.value) })
        return
      case 'settled': {
        const settler = settlers.get(message.promise)
        settlers.delete(message.promise)
        if (message.ok) settler?.resolve(decode(message.value))
        else settler?.reject(message.value)
      }
    }
  }

  const deeplyFrozen = (value: unknown): unknown => {
    if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
      for (const [, each] of entries(value)) deeplyFrozen(each)
      freeze(value)
    }
    return value
  }

  const listen = (event: Event): void => {
    const { detail } = event as CustomEvent<Message | null>
    if (detail === null) return
    event.preventDefault()
    receive(detail)
  }
  apply(addEventListener, globalThis, [`${token}:${me}`, listen])
  send({ kind: 'offers?' })

  return {
    offer: (name, api) => {
      const offer = { name, api: encode(api) }
      offers.push(offer)
      send({ kind: 'offer', ...offer })
    },
  }
}
