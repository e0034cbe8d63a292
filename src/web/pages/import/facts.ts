import * as factWords from '#facts'
import { isFact, type Fact } from '#kernel'

/** Every fact with its columns: only an import names them, so that no other page loads them. */
export const facts: readonly Fact[] = Object.values(factWords).flatMap((room) => Object.values(room).filter(isFact))
