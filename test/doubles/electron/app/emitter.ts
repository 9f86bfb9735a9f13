// An event emitter whose event names are closed: listening for an event the double never emits must fail the type-check.
import { EventEmitter } from 'node:events'

export type EventMap<Events> = { [Name in keyof Events]: unknown[] }

export interface PreventableEvent {
  preventDefault(): void
  readonly defaultPrevented: boolean
}

export function preventable<Extra extends object>(extra: Extra): PreventableEvent & Extra {
  let prevented = false
  return Object.assign(
    Object.defineProperty(extra, 'defaultPrevented', {
      get: () => prevented,
      configurable: true,
    }) as Extra & {
      readonly defaultPrevented: boolean
    },
    {
      preventDefault: () => {
        prevented = true
      },
    },
  )
}

export class Emitter<Events extends EventMap<Events>> {
  readonly #bus = new EventEmitter()

  on<Name extends keyof Events & string>(name: Name, listener: (...args: Events[Name]) => void): this {
    this.#bus.on(name, listener as (...args: unknown[]) => void)
    return this
  }

  once<Name extends keyof Events & string>(name: Name, listener: (...args: Events[Name]) => void): this {
    this.#bus.once(name, listener as (...args: unknown[]) => void)
    return this
  }

  off<Name extends keyof Events & string>(name: Name, listener: (...args: Events[Name]) => void): this {
    this.#bus.off(name, listener as (...args: unknown[]) => void)
    return this
  }

  addListener<Name extends keyof Events & string>(
    name: Name,
    listener: (...args: Events[Name]) => void,
  ): this {
    return this.on(name, listener)
  }

  removeListener<Name extends keyof Events & string>(
    name: Name,
    listener: (...args: Events[Name]) => void,
  ): this {
    return this.off(name, listener)
  }

  removeAllListeners(name?: keyof Events & string): this {
    this.#bus.removeAllListeners(name)
    return this
  }

  listenerCount(name: keyof Events & string): number {
    return this.#bus.listenerCount(name)
  }

  emit<Name extends keyof Events & string>(name: Name, ...args: Events[Name]): boolean {
    return this.#bus.emit(name, ...args)
  }
}
