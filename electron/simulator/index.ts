// Entry of the simulator's worker thread: starts it from workerData, says where it listens as soon as it does, sends the first
// account's webhooks where it is told to, ends on 'close'.
import { parentPort, workerData } from 'node:worker_threads'
import { startSimulator, type SimulatorOptions } from './server.ts'
import type { WebhookEndpoint } from './webhooks.ts'

type Order = 'close' | { webhook: WebhookEndpoint | null }

const simulator = await startSimulator(workerData as SimulatorOptions, (ready) =>
  parentPort?.postMessage({ ready }),
)

parentPort?.on('message', (order: Order) => {
  const [account] = simulator.accounts
  if (order !== 'close') return account && simulator.setWebhook(account.id, 'test', order.webhook)
  void simulator.close().then(() => parentPort?.close())
})
