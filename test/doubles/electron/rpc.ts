// Questions and answers over one ordered message channel, the same on both sides of the double. It knows no Electron and no Chromium.

export interface Port {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
}

/** What one side offers the other: plain functions by name. */
type Methods<T> = { [Name in keyof T]: (...args: never[]) => unknown }
type ArgumentsOf<F> = F extends (...args: infer A) => unknown ? A : never
type AnswerOf<F> = F extends (...args: never[]) => infer R ? Awaited<R> : never

export interface Remote<Theirs> {
  /** Ask and wait; rejects with the other side's error, or when the channel ends. */
  ask<Name extends keyof Theirs>(
    name: Name,
    ...args: ArgumentsOf<Theirs[Name]>
  ): Promise<AnswerOf<Theirs[Name]>>
  /** Say and go on; order with questions is kept. */
  tell<Name extends keyof Theirs>(name: Name, ...args: ArgumentsOf<Theirs[Name]>): void
  /** The channel is gone: every open question is refused. */
  end(reason: string): void
}

interface Failure {
  name: string
  message: string
  stack: string | undefined
}

type Message =
  | { kind: 'ask'; id: number; name: string; args: unknown[] }
  | { kind: 'tell'; name: string; args: unknown[] }
  | { kind: 'answer'; id: number; value?: unknown; failure?: Failure }

export function connect<Theirs extends Methods<Theirs>, Mine extends Methods<Mine>>(
  port: Port,
  mine: Mine,
  onStray: (failure: unknown) => void,
): Remote<Theirs> {
  const open = new Map<number, { resolve: (value: unknown) => void; reject: (reason: Error) => void }>()
  let lastId = 0
  let ended: string | undefined

  const run = (name: string, args: unknown[]): unknown => {
    const method = (mine as unknown as Record<string, ((...args: unknown[]) => unknown) | undefined>)[name]
    if (!method) throw new Error(`The Electron double has no method ${name}`)
    return method(...args)
  }

  const answer = async (id: number, name: string, args: unknown[]): Promise<void> => {
    try {
      const value = await run(name, args)
      post({ kind: 'answer', id, value })
    } catch (thrown) {
      post({ kind: 'answer', id, failure: failureOf(thrown) })
    }
  }

  const post = (message: Message): void => {
    if (ended === undefined) port.post(message)
  }

  port.onMessage((raw) => {
    const message = raw as Message
    switch (message.kind) {
      case 'ask':
        void answer(message.id, message.name, message.args)
        return
      case 'tell':
        void (async () => {
          try {
            await run(message.name, message.args)
          } catch (thrown) {
            onStray(thrown)
          }
        })()
        return
      case 'answer': {
        const waiting = open.get(message.id)
        open.delete(message.id)
        if (message.failure) waiting?.reject(errorOf(message.failure))
        else waiting?.resolve(message.value)
      }
    }
  })

  return {
    ask: (name, ...args) =>
      new Promise<never>((resolve, reject) => {
        if (ended !== undefined) {
          reject(new Error(ended))
          return
        }
        const id = ++lastId
        open.set(id, { resolve: resolve as (value: unknown) => void, reject })
        try {
          post({ kind: 'ask', id, name: String(name), args })
        } catch (thrown) {
          open.delete(id)
          reject(thrown instanceof Error ? thrown : new Error(String(thrown)))
        }
      }),
    tell: (name, ...args) => {
      post({ kind: 'tell', name: String(name), args })
    },
    end: (reason) => {
      ended = reason
      for (const { reject } of open.values()) reject(new Error(reason))
      open.clear()
    },
  }
}

function failureOf(thrown: unknown): Failure {
  if (thrown instanceof Error) return { name: thrown.name, message: thrown.message, stack: thrown.stack }
  return { name: 'Error', message: String(thrown), stack: undefined }
}

function errorOf(failure: Failure): Error {
  const error = new Error(failure.message)
  error.name = failure.name
  if (failure.stack !== undefined) error.stack = failure.stack
  return error
}
