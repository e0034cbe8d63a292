import { createContext, useContext } from 'react'
import { rank, type Role } from '#kernel'
import type { Me } from './contract.ts'

/** Who is signed in, to which workspace; known to everything inside of the shell. */
export const Session = createContext<Me | null>(null)

export function useMe(): Me {
  const me = useContext(Session)
  if (!me) throw new Error('This part stands inside of a workspace.')
  return me
}

/** Whether the signed-in person has at least this role. The server decides; this greys out what it would refuse. */
export function useMay(): (role: Role) => boolean {
  const { member } = useMe()
  return (role) => rank(member.role) >= rank(role)
}
