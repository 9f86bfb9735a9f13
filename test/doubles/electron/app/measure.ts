// How long the app's main thread was deaf, and what the process uses. It runs inside the measured thread, so it stays tiny.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import type { Measurement } from '../wire.ts'
import { offer } from './channel.ts'

const resolutionMs = 5
const delays = monitorEventLoopDelay({ resolution: resolutionMs })
delays.enable()

// Wall time alone blames this thread for a busy machine; what it burnt itself between two turns of its loop is its own doing.
let maxBusyMs = 0
let burnt = process.threadCpuUsage()
setInterval(() => {
  const { user, system } = process.threadCpuUsage(burnt)
  burnt = process.threadCpuUsage()
  maxBusyMs = Math.max(maxBusyMs, (user + system) / 1000)
}, resolutionMs).unref()

let cpuBefore = process.cpuUsage()

/** The histogram holds whole intervals; what exceeds the timer's own resolution is delay. */
const delayMs = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - resolutionMs)
const megabytes = (bytes: number): number => Math.round(bytes / 1e5) / 10
const rounded = (value: number): number => Math.round(value * 10) / 10

async function measure(reset: boolean): Promise<Measurement> {
  // A long task that has just ended is only known once the timers it held up have run.
  await wait(4 * resolutionMs)
  const cpu = process.cpuUsage(cpuBefore)
  const memory = process.memoryUsage()
  const measurement: Measurement = {
    maxTaskMs: rounded(delayMs(delays.max)),
    maxBusyMs: rounded(maxBusyMs),
    delayP99Ms: rounded(delayMs(delays.percentile(99))),
    rssMb: megabytes(memory.rss),
    heapMb: megabytes(memory.heapUsed),
    cpuMs: rounded((cpu.user + cpu.system) / 1000),
  }
  if (reset) {
    delays.reset()
    maxBusyMs = 0
    cpuBefore = process.cpuUsage()
    // The histogram counts from the second tick after a reset: what came before that would be missed.
    await wait(4 * resolutionMs)
  }
  return measurement
}

offer({ measure })
