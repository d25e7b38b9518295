"""Reads and writes safetensors files: by the package where it is installed, and otherwise by the functions here."""

import ctypes
import json
import struct

import torch

try:
    from safetensors import safe_open
    from safetensors.torch import save_file as package_save
except ImportError:
    safe_open = package_save = None

DTYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "I64": torch.int64,
    "I32": torch.int32,
}


def load_file(path):
    """The tensors of a file by name, and its metadata."""
    if safe_open is not None:
        with safe_open(path, "pt") as file:
            return {name: file.get_tensor(name) for name in file.keys()}, file.metadata() or {}
    with open(path, "rb") as file:
        data = bytearray(file.read())
    (size,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + size].decode("utf-8"))
    metadata, tensors = header.pop("__metadata__", {}), {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        part = data[8 + size + begin : 8 + size + end]
        tensors[name] = torch.frombuffer(part, dtype=DTYPES[entry["dtype"]]).reshape(entry["shape"])
    return tensors, metadata


def save_file(tensors, path, metadata):
    """Writes tensors by name, and metadata, text by key."""
    tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    if package_save is not None:
        return package_save(tensors, path, metadata)
    names = {dtype: name for name, dtype in DTYPES.items()}
    header, at = {"__metadata__": metadata}, 0
    for name, tensor in tensors.items():
        end = at + tensor.numel() * tensor.element_size()
        header[name] = {"dtype": names[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [at, end]}
        at = end
    text = json.dumps(header).encode("utf-8")
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for tensor in tensors.values():
            file.write(ctypes.string_at(tensor.data_ptr(), tensor.numel() * tensor.element_size()))
