// The port behind which the operating system's keychain stands; it must never put a secret into an error.

/** Which program's format a secret was saved in. Neither keytar nor keyring can read what the other saved. */
export type SecretAdapter = 'keytar' | 'keyring' | 'memory'

/**
 * Secrets by account name, under one service. Every function rejects with SecretStoreError alone.
 * A call may wait for a person to unlock the keychain, up to `patience` below.
 */
export type SecretStore = {
  readonly adapter: SecretAdapter
  /** The secret, or null where there is none. */
  get(account: string): Promise<string | null>
  /** Saves or replaces. An empty secret is a bug and throws TypeError. */
  set(account: string, secret: string): Promise<void>
  /** Removes; it is no error when there was none. */
  remove(account: string): Promise<void>
}

/** The name all entries stand under in the keychain, as the person sees it there. */
export const service = 'Bursar'

/** How long a call may wait for the keychain, milliseconds: long enough to type a password into its dialog. */
const patience = 60_000

/** The keychain could not do it: absent, locked, refused. The message is fit to be shown and logged. */
export class SecretStoreError extends Error {
  override readonly name = 'SecretStoreError'
  readonly adapter: SecretAdapter
  /** The reason alone, without what was being done. */
  readonly why: string

  constructor(adapter: SecretAdapter, message: string, why = message) {
    super(message)
    this.adapter = adapter
    this.why = why
  }
}

/** What an adapter does, with errors of any kind and no care for the time. */
export type RawSecrets = {
  get(account: string): Promise<string | null>
  set(account: string, secret: string): Promise<void>
  remove(account: string): Promise<void>
}

/** Makes a SecretStore of an adapter: bounded in time, its errors renewed without the secret and without their cause. */
export function secretStore(
  adapter: SecretAdapter,
  raw: RawSecrets,
  waitFor: number = patience,
): SecretStore {
  const guarded = async <Value>(doing: string, secret: string, act: () => Promise<Value>): Promise<Value> => {
    try {
      return await within(waitFor, act())
    } catch (error) {
      const words = without(secret, error instanceof Error ? error.message : 'for a reason it does not give')
      // No `cause`: loggers print it, and a native module may quote its arguments in it.
      throw new SecretStoreError(adapter, `The keychain could not ${doing}: ${words}`, words)
    }
  }
  return {
    adapter,
    get: (account) => guarded(`read "${account}"`, '', () => raw.get(account)),
    set: async (account, secret) => {
      if (secret === '') throw new TypeError('An empty secret can not be kept.')
      await guarded(`save "${account}"`, secret, () => raw.set(account, secret))
    },
    remove: (account) => guarded(`remove "${account}"`, '', () => raw.remove(account)),
  }
}

/** Rejects when `promise` takes longer than `milliseconds`. The work itself can't be stopped; its late end is ignored. */
export async function within<Value>(milliseconds: number, promise: Promise<Value>): Promise<Value> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(
    () =>
      reject(
        new Error(`it did not answer within ${Math.round(milliseconds / 1000)} seconds; it may be locked`),
      ),
    milliseconds,
  )
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

function without(secret: string, words: string): string {
  if (secret === '') return words
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64'),
  ].reduce((text, form) => text.replaceAll(form, '[secret]'), words)
}
