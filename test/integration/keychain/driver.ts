// Run as a program inside a session with a keychain: does the steps named in its argument and prints what came back as JSON.
import { chooseSecretStore, secretStoreNamed } from '../../../electron/keychain/choose.ts'
import type { SecretAdapter } from '../../../electron/keychain/secret-store.ts'

export type Step =
  | { do: 'choose'; probeFor: number }
  | { do: 'set'; adapter: SecretAdapter; account: string; secret: string }
  | { do: 'get' | 'remove'; adapter: SecretAdapter; account: string }

const outcomes: unknown[] = []
for (const step of JSON.parse(process.argv[2] ?? '[]') as Step[]) outcomes.push(await outcomeOf(step))
process.stdout.write(JSON.stringify(outcomes), () => {
  // A native call into a locked keychain may never return, and would hold up an ordinary end.
  process.kill(process.pid, 'SIGKILL')
})

async function outcomeOf(step: Step): Promise<unknown> {
  try {
    if (step.do === 'choose') {
      const { store, available, explanation } = await chooseSecretStore({ probeFor: step.probeFor })
      return { adapter: store.adapter, available, explanation }
    }
    const store = secretStoreNamed(step.adapter)
    if (step.do === 'set') return (await store.set(step.account, step.secret)) ?? 'saved'
    if (step.do === 'remove') return (await store.remove(step.account)) ?? 'removed'
    return await store.get(step.account)
  } catch (error) {
    return { error: error instanceof Error ? error.message : 'unknown' }
  }
}
