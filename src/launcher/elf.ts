const interpreterSegment = 3;

/** Whether `bytes` are a 64-bit little-endian ELF program that no dynamic loader starts (it has no PT_INTERP). */
export const isStaticProgram = (bytes: Buffer): boolean => {
  const isElf64 = bytes.length >= 64 && bytes.readUInt32BE(0) === 0x7f454c46 && bytes[4] === 2 && bytes[5] === 1;
  if (!isElf64) return false;
  const table = Number(bytes.readBigUInt64LE(32));
  const entrySize = bytes.readUInt16LE(54);
  const entries = bytes.readUInt16LE(56);
  if (entries === 0 || table + entries * entrySize > bytes.length) return false;
  const types = Array.from({ length: entries }, (_, index) => bytes.readUInt32LE(table + index * entrySize));
  return !types.includes(interpreterSegment);
};
