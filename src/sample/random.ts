export { random, type Random } from '#engines/numbers/random.ts'
