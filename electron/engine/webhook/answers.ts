// Joins what was asked of a thread with its answer, when both go by message; a question must never stay open after the thread is gone.
import type { FromListener, FromWriter } from './messages.ts'

/** Undefined where the thread went away before it answered. */
export interface AnswerOf {
  opened: Extract<FromWriter, { kind: 'opened' }>['result'] | undefined
  closed: undefined
  removed: undefined
  permitted: undefined
  tested: Extract<FromListener, { kind: 'tested' }> | undefined
}

export type AnswerKind = keyof AnswerOf

export interface Answers {
  /** The next answer of this kind about this desk or event. */
  of<Kind extends AnswerKind>(kind: Kind, about: string): Promise<AnswerOf[Kind]>
  give<Kind extends AnswerKind>(kind: Kind, about: string, answer: AnswerOf[Kind]): void
  /** Answers every open question of these kinds with undefined. */
  giveUp(...kinds: AnswerKind[]): void
}

export function createAnswers(): Answers {
  const waiting = new Map<string, ((answer: never) => void)[]>()
  const nameOf = (kind: AnswerKind, about: string): string => `${kind} ${about}`

  function settle(name: string, answer: unknown): void {
    const askers = waiting.get(name) ?? []
    waiting.delete(name)
    for (const resolve of askers) resolve(answer as never)
  }

  return {
    of(kind, about) {
      return new Promise((resolve) => {
        const name = nameOf(kind, about)
        waiting.set(name, [...(waiting.get(name) ?? []), resolve])
      })
    },
    give: (kind, about, answer) => settle(nameOf(kind, about), answer),
    giveUp(...kinds) {
      for (const name of waiting.keys())
        if (kinds.some((kind) => name.startsWith(`${kind} `))) settle(name, undefined)
    },
  }
}
