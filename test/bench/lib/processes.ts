// Starts the processes that a bench is made of, and asks them one thing after the other.
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** `file`: of the bench folder. */
export function start(file: string, ...args: string[]): ChildProcess {
  return fork(new URL(`../${file}`, import.meta.url), args)
}

/** The next message; throws when the process ends instead. */
export async function heard(child: ChildProcess): Promise<unknown> {
  const over = new AbortController()
  const ended = async (): Promise<never> => {
    await once(child, 'exit', { signal: over.signal })
    throw new Error('a process of the bench ended early')
  }
  try {
    const [message] = (await Promise.race([
      once(child, 'message', { signal: over.signal }),
      ended(),
    ])) as unknown[]
    return message
  } finally {
    over.abort()
  }
}

export function ask(child: ChildProcess, question: object | string): Promise<unknown> {
  const answer = heard(child)
  child.send(question)
  return answer
}
