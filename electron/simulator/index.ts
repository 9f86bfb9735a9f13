// Entry of the simulator's worker thread: starts it from workerData, says where it listens, ends on 'close'.
import { parentPort, workerData } from 'node:worker_threads'
import { startSimulator, type SimulatorOptions } from './server.ts'

const simulator = await startSimulator(workerData as SimulatorOptions)

parentPort?.on('message', (message: unknown) => {
  if (message !== 'close') return
  void simulator.close().then(() => parentPort?.close())
})
parentPort?.postMessage({ ready: { baseUrl: simulator.baseUrl, accounts: simulator.accounts } })
