// What is said or offered of a wait only once it lasts longer than a second: before, it would flash.
import { useEffect, useState, type ReactNode } from 'react'
import { patience } from './use-slow-work.ts'

export function TakesLong({ children }: { children: ReactNode }) {
  const [long, setLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), patience)
    return () => clearTimeout(timer)
  }, [])
  return long && children
}
